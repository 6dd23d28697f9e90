<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>Accuracy</name>
        <message>
            <source>No accuracy: it is measured of networks that take pictures of 28 × 28 grey pixels.</source>
            <translation>没有准确率：只对输入为 28 × 28 灰度图像的网络进行测量。</translation>
        </message>
        <message>
            <source>The accuracy is measured once the run is over.</source>
            <translation>训练任务结束后测量准确率。</translation>
        </message>
    </context>
    <context>
        <name>AddressActions</name>
        <message>
            <source>A link of CNN Studio, such as {example}</source>
            <translation>CNN Studio 的链接，例如 {example}</translation>
        </message>
        <message>
            <source>A link to this is on the clipboard. Open it from the File menu, here or elsewhere.</source>
            <translation>链接已复制到剪贴板。可以在这里或别处通过“文件”菜单打开。</translation>
        </message>
        <message>
            <source>CNN Studio ({patterns})</source>
            <translation>CNN Studio ({patterns})</translation>
        </message>
        <message>
            <source>CNN Studio ({patterns});;All files (*)</source>
            <translation>CNN Studio ({patterns});;所有文件 (*)</translation>
        </message>
        <message>
            <source>Open a link</source>
            <translation>打开链接</translation>
        </message>
        <message>
            <source>Open what was saved</source>
            <translation>打开已保存的内容</translation>
        </message>
        <message>
            <source>Save what is shown</source>
            <translation>保存当前内容</translation>
        </message>
        <message>
            <source>Saved as {file}</source>
            <translation>已保存为 {file}</translation>
        </message>
    </context>
    <context>
        <name>Addresses</name>
        <message>
            <source>opening a link</source>
            <translation>打开链接</translation>
        </message>
    </context>
    <context>
        <name>AnimationExport</name>
        <message>
            <source>Writing {name}</source>
            <translation>正在写入 {name}</translation>
        </message>
        <message>
            <source>{name} is written</source>
            <translation>{name} 写完</translation>
        </message>
    </context>
    <context>
        <name>BehindPanel</name>
        <message>
            <source>Behind the prediction</source>
            <translation>预测的背后</translation>
        </message>
        <message>
            <source>Inside</source>
            <translation>内部</translation>
        </message>
        <message>
            <source>My handwriting</source>
            <translation>我的笔迹</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>为什么</translation>
        </message>
    </context>
    <context>
        <name>Canvas</name>
        <message>
            <source> {number} of {count}</source>
            <translation> {number}/{count}</translation>
        </message>
        <message>
            <source>, channel {number}</source>
            <translation>，通道 {number}</translation>
        </message>
        <message>
            <source>, padded {rows} × {cols}</source>
            <translation>，填充后 {rows} × {cols}</translation>
        </message>
        <message>
            <source>, read backwards</source>
            <translation>，倒着读</translation>
        </message>
        <message>
            <source>1, input</source>
            <translation>1（输入）</translation>
        </message>
        <message>
            <source>Filter</source>
            <translation>卷积核</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>Kernel</source>
            <translation>卷积核</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Per channel</source>
            <translation>逐通道</translation>
        </message>
        <message>
            <source>The window operation</source>
            <translation>窗口运算</translation>
        </message>
        <message>
            <source>negative</source>
            <translation>负</translation>
        </message>
        <message>
            <source>positive</source>
            <translation>正</translation>
        </message>
        <message>
            <source>{size}, switched off</source>
            <translation>{size}，已停用</translation>
        </message>
    </context>
    <context>
        <name>CardView</name>
        <message>
            <source>In this program</source>
            <translation>在本程序中</translation>
        </message>
        <message>
            <source>Key ideas</source>
            <translation>主要思路</translation>
        </message>
        <message>
            <source>This version and the paper</source>
            <translation>本版本与论文的差别</translation>
        </message>
        <message>
            <source>What it changed</source>
            <translation>带来的改变</translation>
        </message>
    </context>
    <context>
        <name>CataloguePanel</name>
        <message>
            <source>Networks</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>Order of the networks</source>
            <translation>网络的排列顺序</translation>
        </message>
        <message>
            <source>Search networks</source>
            <translation>搜索网络</translation>
        </message>
        <message>
            <source>Search networks by name, family or year</source>
            <translation>按名称、系列或年份搜索网络</translation>
        </message>
    </context>
    <context>
        <name>CellEditor</name>
        <message>
            <source>Number of the cell</source>
            <translation>格子中的数</translation>
        </message>
        <message>
            <source>“{text}” is not a number. Type a number such as 2 or −0.5.</source>
            <translation>“{text}”不是数。请输入一个数，例如 2 或 −0.5。</translation>
        </message>
    </context>
    <context>
        <name>CellView</name>
        <message>
            <source>+ bias {bias}</source>
            <translation>+ 偏置 {bias}</translation>
        </message>
        <message>
            <source>Channel {number} of {count}</source>
            <translation>第 {number} 个通道，共 {count} 个</translation>
        </message>
        <message>
            <source>Input cell</source>
            <translation>输入格</translation>
        </message>
        <message>
            <source>Output at row {row}, column {col}</source>
            <translation>输出的第 {row} 行第 {col} 列</translation>
        </message>
        <message>
            <source>Padding cell</source>
            <translation>填充格</translation>
        </message>
        <message>
            <source>Point at any cell to see what it is tied to; click to pin.</source>
            <translation>指向任意一格，看它与哪些格相关；点击可固定。</translation>
        </message>
        <message>
            <source>The kernel is read backwards: its last weight meets the first cell of the window.</source>
            <translation>卷积核是倒着读的：它的最后一个权重对着窗口的第一格。</translation>
        </message>
        <message>
            <source>The output cell taken apart</source>
            <translation>拆开来看的输出格</translation>
        </message>
        <message>
            <source>The same linear map at every pixel</source>
            <translation>每个像素处都是同一个线性映射</translation>
        </message>
        <message>
            <source>{name} ({row}, {col}): no window reads it.</source>
            <translation>{name}（第 {row} 行第 {col} 列）：没有窗口读到它。</translation>
        </message>
    </context>
    <context>
        <name>ChangedModel</name>
        <message>
            <source>true {true}, read as {after}, before as {before} (test picture {number})</source>
            <translation>真实类别 {true}，现在识别为 {after}，之前为 {before}（第 {number} 幅测试图像）</translation>
        </message>
    </context>
    <context>
        <name>Charts</name>
        <message>
            <source>Choose data, a network and a recipe at the left, or start as it is. The loss and accuracy are drawn here while the network learns.</source>
            <translation>在左侧选择数据、网络和训练方案，或者直接开始。网络学习时，这里会画出损失和准确率。</translation>
        </message>
        <message>
            <source>Start training</source>
            <translation>开始训练</translation>
        </message>
        <message>
            <source>Train a network</source>
            <translation>训练一个网络</translation>
        </message>
    </context>
    <context>
        <name>ChooseTab</name>
        <message>
            <source> M param.</source>
            <translation> M 参数</translation>
        </message>
        <message>
            <source>&lt;b&gt;None of them.&lt;/b&gt; No published network keeps all of these limits; allow more MACs or parameters, or ask for less accuracy.</source>
            <translation>&lt;b&gt;一个也没有。&lt;/b&gt;没有哪个已发布的网络同时满足这些限制；请放宽乘加运算或参数的上限，或者降低准确率的要求。</translation>
        </message>
        <message>
            <source>&lt;b&gt;Take {link}&lt;/b&gt;, {reason}: {figures}.</source>
            <translation>&lt;b&gt;建议选 {link}&lt;/b&gt;，{reason}：{figures}。</translation>
        </message>
        <message>
            <source>A bubble's area is its network's parameters; nothing beats those on the dashed line.</source>
            <translation>圆的面积表示网络的参数量；没有别的网络胜过虚线上的网络。</translation>
        </message>
        <message>
            <source>Accuracy above all</source>
            <translation>准确率优先</translation>
        </message>
        <message>
            <source>Least accuracy</source>
            <translation>最低准确率</translation>
        </message>
        <message>
            <source>Most multiply-accumulates</source>
            <translation>乘加运算上限</translation>
        </message>
        <message>
            <source>Most parameters</source>
            <translation>参数量上限</translation>
        </message>
        <message>
            <source>On a laptop</source>
            <translation>在笔记本电脑上</translation>
        </message>
        <message>
            <source>On a phone</source>
            <translation>在手机上</translation>
        </message>
        <message>
            <source>Published accuracy and cost</source>
            <translation>公布的准确率与计算量</translation>
        </message>
        <message>
            <source>To learn or to build on: &lt;b&gt;{network}&lt;/b&gt;</source>
            <translation>用来学习或作为起点：&lt;b&gt;{network}&lt;/b&gt;</translation>
        </message>
        <message>
            <source>To learn or to build on: &lt;b&gt;{network}&lt;/b&gt;. It is simple, fast and understood everywhere.</source>
            <translation>用来学习或作为起点：&lt;b&gt;{network}&lt;/b&gt;。它简单、快速，到处都有人懂。</translation>
        </message>
        <message>
            <source>With a graphics card</source>
            <translation>有显卡时</translation>
        </message>
        <message>
            <source>any cost</source>
            <translation>不限计算量</translation>
        </message>
        <message>
            <source>any size</source>
            <translation>不限参数量</translation>
        </message>
        <message>
            <source>any top-1</source>
            <translation>不限准确率</translation>
        </message>
        <message>
            <source>the cheapest that reaches {least} %</source>
            <translation>达到 {least} % 的网络中最便宜的一个</translation>
        </message>
        <message>
            <source>the most accurate within these limits</source>
            <translation>在这些限制之内最准确的一个</translation>
        </message>
        <message>
            <source>{need}: &lt;b&gt;{network}&lt;/b&gt;, {figures}</source>
            <translation>{need}：&lt;b&gt;{network}&lt;/b&gt;，{figures}</translation>
        </message>
    </context>
    <context>
        <name>CompareTab</name>
        <message>
            <source>Activations</source>
            <translation>激活值</translation>
        </message>
        <message>
            <source>Both get the input that is chosen at the left</source>
            <translation>两个网络都用左侧选定的输入</translation>
        </message>
        <message>
            <source>Compare with</source>
            <translation>与之比较</translation>
        </message>
        <message>
            <source>Layers of both networks</source>
            <translation>两个网络的各层</translation>
        </message>
        <message>
            <source>MACs</source>
            <translation>乘加运算</translation>
        </message>
        <message>
            <source>Only differences</source>
            <translation>只看不同之处</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>Same input</source>
            <translation>相同输入</translation>
        </message>
        <message>
            <source>between the layers: {functions}</source>
            <translation>层与层之间：{functions}</translation>
        </message>
        <message>
            <source>{why} Shown below is still {left} beside {right}.</source>
            <translation>{why}下面显示的仍是 {left} 与 {right} 的比较。</translation>
        </message>
    </context>
    <context>
        <name>ConfigForm</name>
        <message>
            <source>0 = off</source>
            <translation>0 = 关闭</translation>
        </message>
        <message>
            <source>1 or 2: on the CPU, two halves of each minibatch are computed side by side and added. Classes of your own always take 1</source>
            <translation>1 或 2：为 2 时，在 CPU 上把每个小批量分成两半，并行计算后相加。你自己的网络始终为 1</translation>
        </message>
        <message>
            <source>A whole set of good settings</source>
            <translation>一整套合适的设置</translation>
        </message>
        <message>
            <source>Accuracy over all training pictures after each epoch</source>
            <translation>每个轮次之后，在全部训练图像上的准确率</translation>
        </message>
        <message>
            <source>After each epoch</source>
            <translation>每个轮次之后</translation>
        </message>
        <message>
            <source>Asks whether the code in this Python file may run on your computer</source>
            <translation>询问这个 Python 文件中的代码是否可以在你的电脑上运行</translation>
        </message>
        <message>
            <source>At the end</source>
            <translation>结束时</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>Averaging</source>
            <translation>权重平均</translation>
        </message>
        <message>
            <source>Back to the recipe's own settings</source>
            <translation>恢复训练方案原来的设置</translation>
        </message>
        <message>
            <source>Batch size</source>
            <translation>批量大小</translation>
        </message>
        <message>
            <source>CPU</source>
            <translation>CPU</translation>
        </message>
        <message>
            <source>Changed from {recipe}</source>
            <translation>由“{recipe}”改动而来</translation>
        </message>
        <message>
            <source>Choose the folder that holds the four idx files.</source>
            <translation>请选择包含四个 idx 文件的文件夹。</translation>
        </message>
        <message>
            <source>Constant</source>
            <translation>恒定</translation>
        </message>
        <message>
            <source>Cosine</source>
            <translation>余弦</translation>
        </message>
        <message>
            <source>Custom</source>
            <translation>自定义</translation>
        </message>
        <message>
            <source>Decay of the moving average of the weights that is tested, such as 0.99; 0 = off</source>
            <translation>用于测试的权重滑动平均的衰减系数，例如 0.99；0 = 关闭</translation>
        </message>
        <message>
            <source>Decides every random choice of the run</source>
            <translation>决定训练任务中的每一次随机选择</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>设备</translation>
        </message>
        <message>
            <source>Epochs</source>
            <translation>轮次</translation>
        </message>
        <message>
            <source>Follow the schedule again</source>
            <translation>恢复学习率调度</translation>
        </message>
        <message>
            <source>Gaussian 0.01</source>
            <translation>高斯 0.01</translation>
        </message>
        <message>
            <source>Gradient parts</source>
            <translation>梯度份数</translation>
        </message>
        <message>
            <source>Hardly any network learns with so large a rate; {rate} is usual here.</source>
            <translation>学习率这么大，几乎没有网络能学会；这里通常用 {rate}。</translation>
        </message>
        <message>
            <source>How</source>
            <translation>怎样训练</translation>
        </message>
        <message>
            <source>How the gradient becomes a step</source>
            <translation>梯度如何变成一步更新</translation>
        </message>
        <message>
            <source>How the learning rate changes over the run</source>
            <translation>训练过程中学习率如何变化</translation>
        </message>
        <message>
            <source>Initial weights</source>
            <translation>初始权重</translation>
        </message>
        <message>
            <source>Label smoothing</source>
            <translation>标签平滑</translation>
        </message>
        <message>
            <source>Learning rate</source>
            <translation>学习率</translation>
        </message>
        <message>
            <source>Log every</source>
            <translation>日志间隔</translation>
        </message>
        <message>
            <source>Look ahead along the momentum</source>
            <translation>沿动量方向向前看一步</translation>
        </message>
        <message>
            <source>Measure test</source>
            <translation>测量测试集</translation>
        </message>
        <message>
            <source>Measure train</source>
            <translation>测量训练集</translation>
        </message>
        <message>
            <source>Momentum</source>
            <translation>动量</translation>
        </message>
        <message>
            <source>More</source>
            <translation>更多</translation>
        </message>
        <message>
            <source>Nesterov</source>
            <translation>Nesterov</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>Networks that take 28 × 28 grey pictures</source>
            <translation>输入为 28 × 28 灰度图像的网络</translation>
        </message>
        <message>
            <source>One cycle</source>
            <translation>单周期</translation>
        </message>
        <message>
            <source>Optimiser</source>
            <translation>优化器</translation>
        </message>
        <message>
            <source>Passes over all training pictures</source>
            <translation>遍历全部训练图像的次数</translation>
        </message>
        <message>
            <source>Pictures a step</source>
            <translation>每一步的图像数</translation>
        </message>
        <message>
            <source>Pictures are resized at random by up to this share (0.1 = 90 % to 110 %); 0 = off</source>
            <translation>图像随机缩放，幅度不超过这个比例（0.1 = 90 % 至 110 %）；0 = 关闭</translation>
        </message>
        <message>
            <source>Pictures are shifted at random by up to this; 0 = off</source>
            <translation>图像随机平移，幅度不超过这个值；0 = 关闭</translation>
        </message>
        <message>
            <source>Pictures are turned at random by up to this; 0 = off</source>
            <translation>图像随机旋转，角度不超过这个值；0 = 关闭</translation>
        </message>
        <message>
            <source>Probability spread over all classes; 0 = off</source>
            <translation>分摊给所有类别的概率；0 = 关闭</translation>
        </message>
        <message>
            <source>PyTorch's own</source>
            <translation>PyTorch 自带</translation>
        </message>
        <message>
            <source>Recipe</source>
            <translation>训练方案</translation>
        </message>
        <message>
            <source>Regularisation, augmentation, measuring</source>
            <translation>正则化、数据增广、测量</translation>
        </message>
        <message>
            <source>Repeatable</source>
            <translation>可重复</translation>
        </message>
        <message>
            <source>Reset to the recipe</source>
            <translation>重置为训练方案</translation>
        </message>
        <message>
            <source>Rotation</source>
            <translation>旋转</translation>
        </message>
        <message>
            <source>Run it…</source>
            <translation>运行…</translation>
        </message>
        <message>
            <source>Scaling</source>
            <translation>缩放</translation>
        </message>
        <message>
            <source>Schedule</source>
            <translation>学习率调度</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>随机种子</translation>
        </message>
        <message>
            <source>Share of all steps in which the learning rate rises from zero; 0 = off</source>
            <translation>学习率从零上升的步数占总步数的比例；0 = 关闭</translation>
        </message>
        <message>
            <source>Share of the last step that goes on in the next (SGD); 0 = off</source>
            <translation>上一步延续到下一步的比例（SGD）；0 = 关闭</translation>
        </message>
        <message>
            <source>Shift</source>
            <translation>平移</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>阶梯</translation>
        </message>
        <message>
            <source>Steps between lines of the log</source>
            <translation>日志每隔多少步记一行</translation>
        </message>
        <message>
            <source>The highest rate of the schedule; it can be changed while a run goes on</source>
            <translation>学习率调度中的最高值；训练进行时也可以更改</translation>
        </message>
        <message>
            <source>The same numbers every time on this machine</source>
            <translation>在这台机器上每次得到相同的数值</translation>
        </message>
        <message>
            <source>The test curve, the confusion matrix and the mistakes come from this</source>
            <translation>测试曲线、混淆矩阵和错误都由此得出</translation>
        </message>
        <message>
            <source>The tutorial's Gaussian of 0.01 is for demonstration and not recommended</source>
            <translation>课程所用的标准差为 0.01 的高斯分布只作演示，不推荐使用</translation>
        </message>
        <message>
            <source>Warm-up</source>
            <translation>预热</translation>
        </message>
        <message>
            <source>Weight decay</source>
            <translation>权重衰减</translation>
        </message>
        <message>
            <source>What to train</source>
            <translation>训练什么</translation>
        </message>
        <message>
            <source>Where the network is computed</source>
            <translation>在哪个设备上计算网络</translation>
        </message>
    </context>
    <context>
        <name>ConfusionMatrix</name>
        <message>
            <source>After the first epoch on test pictures you see here which classes are taken for which.</source>
            <translation>第一个轮次结束并在测试图像上测量之后，这里会显示哪些类别被认成了哪些类别。</translation>
        </message>
        <message>
            <source>Confusion matrix</source>
            <translation>混淆矩阵</translation>
        </message>
        <message>
            <source>errors, 0 to {worst}</source>
            <translation>错误数，0 至 {worst}</translation>
        </message>
        <message>
            <source>predicted</source>
            <translation>预测</translation>
        </message>
        <message>
            <source>true</source>
            <translation>真实</translation>
        </message>
        <message>
            <source>true \ predicted</source>
            <translation>真实 \ 预测</translation>
        </message>
        <message>
            <source>true {true}, predicted {predicted}: {count} ({share})</source>
            <translation>真实为 {true}，预测为 {predicted}：{count}（{share}）</translation>
        </message>
    </context>
    <context>
        <name>Contents</name>
        <message>
            <source>Contents of the course</source>
            <translation>课程目录</translation>
        </message>
        <message>
            <source>Opened</source>
            <translation>打开过的课</translation>
        </message>
        <message>
            <source>{lesson}   {done}/{count}</source>
            <translation>{lesson}   {done}/{count}</translation>
        </message>
        <message>
            <source>{number}  {title}</source>
            <translation>{number}  {title}</translation>
        </message>
    </context>
    <context>
        <name>Controls</name>
        <message>
            <source>Another handwritten digit</source>
            <translation>换一个手写数字</translation>
        </message>
        <message>
            <source>As much as keeps the size at stride 1</source>
            <translation>步幅为 1 时恰好使大小不变的填充</translation>
        </message>
        <message>
            <source>Bias</source>
            <translation>偏置</translation>
        </message>
        <message>
            <source>Bias of the filter in front</source>
            <translation>最前面的卷积核的偏置</translation>
        </message>
        <message>
            <source>Channels</source>
            <translation>通道数</translation>
        </message>
        <message>
            <source>Dilation</source>
            <translation>膨胀率</translation>
        </message>
        <message>
            <source>Dilation across</source>
            <translation>横向膨胀率</translation>
        </message>
        <message>
            <source>Dilation down</source>
            <translation>纵向膨胀率</translation>
        </message>
        <message>
            <source>Draw other random numbers</source>
            <translation>重新抽取随机数</translation>
        </message>
        <message>
            <source>Figure {number}: {title}</source>
            <translation>图 {number}：{title}</translation>
        </message>
        <message>
            <source>Figures</source>
            <translation>插图</translation>
        </message>
        <message>
            <source>Filters</source>
            <translation>卷积核个数</translation>
        </message>
        <message>
            <source>Groups</source>
            <translation>分组数</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>Input channels</source>
            <translation>输入通道数</translation>
        </message>
        <message>
            <source>Input columns</source>
            <translation>输入列数</translation>
        </message>
        <message>
            <source>Input preset</source>
            <translation>预设输入</translation>
        </message>
        <message>
            <source>Input rows</source>
            <translation>输入行数</translation>
        </message>
        <message>
            <source>Kernel</source>
            <translation>卷积核</translation>
        </message>
        <message>
            <source>Kernel columns</source>
            <translation>卷积核列数</translation>
        </message>
        <message>
            <source>Kernel preset</source>
            <translation>预设卷积核</translation>
        </message>
        <message>
            <source>Kernel rows</source>
            <translation>卷积核行数</translation>
        </message>
        <message>
            <source>MNIST digit</source>
            <translation>MNIST 数字</translation>
        </message>
        <message>
            <source>Mouse, finger or pen draw. By keyboard: arrows move the pen (Shift: further), Space puts it down or lifts it. Keys 0 to 9 keep the drawing in your handwriting.</source>
            <translation>用鼠标、手指或笔来画。用键盘时：方向键移动画笔（按住 Shift 移得更远），空格键落笔或抬笔。按 0 到 9 键，把所画的存入“我的笔迹”。</translation>
        </message>
        <message>
            <source>No padding on any side</source>
            <translation>四周都不填充</translation>
        </message>
        <message>
            <source>None</source>
            <translation>无</translation>
        </message>
        <message>
            <source>Open a picture; or drop or paste one</source>
            <translation>打开图片；也可以拖入或粘贴</translation>
        </message>
        <message>
            <source>Open a weights file…</source>
            <translation>打开权重文件…</translation>
        </message>
        <message>
            <source>Open weights…</source>
            <translation>打开权重…</translation>
        </message>
        <message>
            <source>Operation</source>
            <translation>运算</translation>
        </message>
        <message>
            <source>Output channels</source>
            <translation>输出通道数</translation>
        </message>
        <message>
            <source>Padding</source>
            <translation>填充</translation>
        </message>
        <message>
            <source>Padding at the bottom</source>
            <translation>下侧填充</translation>
        </message>
        <message>
            <source>Padding at the left</source>
            <translation>左侧填充</translation>
        </message>
        <message>
            <source>Padding at the right</source>
            <translation>右侧填充</translation>
        </message>
        <message>
            <source>Padding at the top</source>
            <translation>上侧填充</translation>
        </message>
        <message>
            <source>Pen</source>
            <translation>画笔</translation>
        </message>
        <message>
            <source>Picture...</source>
            <translation>图片…</translation>
        </message>
        <message>
            <source>PyTorch pads this operation its own way: pooling ignores the border's values, a transposed convolution crops its output.</source>
            <translation>PyTorch 对这种运算有自己的填充办法：池化不理会边界上填充的值，转置卷积则裁去输出的边。</translation>
        </message>
        <message>
            <source>Read with</source>
            <translation>识别用的权重</translation>
        </message>
        <message>
            <source>Same</source>
            <translation>Same</translation>
        </message>
        <message>
            <source>Sheet</source>
            <translation>画板</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>步幅与膨胀</translation>
        </message>
        <message>
            <source>Stride</source>
            <translation>步幅</translation>
        </message>
        <message>
            <source>Stride across</source>
            <translation>横向步幅</translation>
        </message>
        <message>
            <source>Stride down</source>
            <translation>纵向步幅</translation>
        </message>
        <message>
            <source>The tutorial's six figures, one click each. Then change anything.</source>
            <translation>课程里的六幅插图，点一下就能打开，然后随意改动。</translation>
        </message>
        <message>
            <source>Type into the input's cells, paint on them, or open a picture.</source>
            <translation>在输入的格子里键入、涂画，或者打开一张图片。</translation>
        </message>
        <message>
            <source>Type into the kernel's cells, or drag them up and down.</source>
            <translation>在卷积核的格子里键入，或者上下拖动。</translation>
        </message>
        <message>
            <source>Weights of this network that were trained here or elsewhere (.safetensors, .pt, .pth)</source>
            <translation>这个网络在本程序或别处训练得到的权重（.safetensors、.pt、.pth）</translation>
        </message>
        <message>
            <source>What fills the padding</source>
            <translation>用什么来填充</translation>
        </message>
        <message>
            <source>Width</source>
            <translation>粗细</translation>
        </message>
        <message>
            <source>adding the bias</source>
            <translation>加上偏置</translation>
        </message>
        <message>
            <source>changing the bias</source>
            <translation>改变偏置</translation>
        </message>
        <message>
            <source>choosing a random kernel</source>
            <translation>选用随机卷积核</translation>
        </message>
        <message>
            <source>choosing the kernel {name}</source>
            <translation>选用卷积核“{name}”</translation>
        </message>
        <message>
            <source>choosing the operation {name}</source>
            <translation>选择运算“{name}”</translation>
        </message>
        <message>
            <source>choosing the padding {name}</source>
            <translation>选择填充方式“{name}”</translation>
        </message>
        <message>
            <source>drawing other random numbers</source>
            <translation>重新抽取随机数</translation>
        </message>
        <message>
            <source>filling the input with {name}</source>
            <translation>用“{name}”作输入</translation>
        </message>
        <message>
            <source>input</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>leaving out the bias</source>
            <translation>去掉偏置</translation>
        </message>
        <message>
            <source>padding to the same size</source>
            <translation>填充到大小不变</translation>
        </message>
        <message>
            <source>removing the padding</source>
            <translation>去掉填充</translation>
        </message>
        <message>
            <source>setting up figure {number}</source>
            <translation>设为图 {number}</translation>
        </message>
        <message>
            <source>{title}. {sentence}</source>
            <translation>{title}。{sentence}</translation>
        </message>
    </context>
    <context>
        <name>CostsLine</name>
        <message>
            <source>Dilation spreads the kernel: {spans}.</source>
            <translation>膨胀把卷积核撑开：{spans}。</translation>
        </message>
        <message>
            <source>Hatched, read by no window: {parts}.</source>
            <translation>斜线处没有窗口读到：{parts}。</translation>
        </message>
        <message>
            <source>Hatched: padding crops these cells from the output.</source>
            <translation>斜线处：填充从输出中裁去的格子。</translation>
        </message>
        <message>
            <source>No weights to learn: pooling only summarises its window.</source>
            <translation>没有权重可学：池化只是概括窗口里的数。</translation>
        </message>
        <message>
            <source>Not all maps are connected: of these the layer has {weights} weights, {macs} multiply-adds.</source>
            <translation>特征图并非全都相连：这一层实际只有 {weights} 个权重、{macs} 次乘加运算。</translation>
        </message>
        <message>
            <source>What it costs is shown once it was predicted.</source>
            <translation>先作出预测，再显示计算量和参数量。</translation>
        </message>
        <message>
            <source>fully connected: {letters} = {inside} {equals} {weights}</source>
            <translation>全连接：{letters} = {inside} {equals} {weights}</translation>
        </message>
        <message>
            <source>{name} (the next window would start in the padding)</source>
            <translation>{name}（下一个窗口会从填充里开始）</translation>
        </message>
        <message>
            <source>{name} between the taps of the dilated kernel</source>
            <translation>膨胀后卷积核取数点之间的 {name}</translation>
        </message>
        <message>
            <source>{name} that steps and dilation jump over</source>
            <translation>被步幅和膨胀跳过的 {name}</translation>
        </message>
        <message>
            <source>{name} the steps jump over</source>
            <translation>被步幅跳过的 {name}</translation>
        </message>
        <message>
            <source>{name}, cut by the floor (a step of {stride} would overrun)</source>
            <translation>{name}，被向下取整舍去（再走 {stride} 格就越界了）</translation>
        </message>
    </context>
    <context>
        <name>CropFrame</name>
        <message>
            <source>Columns {left} to {right} of {width}, rows {top} to {bottom} of {height}</source>
            <translation>第 {left} 至 {right} 列（共 {width} 列），第 {top} 至 {bottom} 行（共 {height} 行）</translation>
        </message>
        <message>
            <source>The picture, and the rectangle that is cut out of it</source>
            <translation>图片，以及从中裁出的矩形</translation>
        </message>
    </context>
    <context>
        <name>CropView</name>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Drag a rectangle around the digit. Arrows move it, Shift+arrows resize it.</source>
            <translation>用鼠标在数字周围拖出一个矩形。方向键移动它，Shift+方向键改变大小。</translation>
        </message>
        <message>
            <source>Nothing stands out in the rectangle. Move it to the digit, or make it larger or smaller.</source>
            <translation>矩形里没有突出的笔迹。请把它移到数字上，或者改变它的大小。</translation>
        </message>
        <message>
            <source>Put the ink in the rectangle on the sheet; undo takes it back</source>
            <translation>把矩形内的墨迹放到画板上；可以撤销</translation>
        </message>
        <message>
            <source>The guess comes with them.</source>
            <translation>预测会随之出现。</translation>
        </message>
        <message>
            <source>Use</source>
            <translation>使用</translation>
        </message>
        <message>
            <source>What will be read</source>
            <translation>将要识别的内容</translation>
        </message>
        <message>
            <source>With Ctrl it moves and grows pixel by pixel. Enter uses what is in it, Escape leaves.</source>
            <translation>按住 Ctrl 可逐像素移动和改变大小。Enter 使用矩形中的内容，Escape 退出。</translation>
        </message>
    </context>
    <context>
        <name>CurveTools</name>
        <message>
            <source>CSV table (*.csv)</source>
            <translation>CSV 表格 (*.csv)</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>对数</translation>
        </message>
        <message>
            <source>Logarithmic loss axis</source>
            <translation>损失轴用对数刻度</translation>
        </message>
        <message>
            <source>PNG picture (*.png)</source>
            <translation>PNG 图片 (*.png)</translation>
        </message>
        <message>
            <source>Picture (PNG)…</source>
            <translation>图片（PNG）…</translation>
        </message>
        <message>
            <source>Read the x axis in epochs or in steps</source>
            <translation>横轴按轮次或按步显示</translation>
        </message>
        <message>
            <source>Save the curves as a picture</source>
            <translation>将曲线保存为图片</translation>
        </message>
        <message>
            <source>Save the curves as a picture or a table</source>
            <translation>将曲线保存为图片或表格</translation>
        </message>
        <message>
            <source>Save the curves as a table</source>
            <translation>将曲线保存为表格</translation>
        </message>
        <message>
            <source>Show everything again (double-click, or 0)</source>
            <translation>重新显示全部（双击，或按 0）</translation>
        </message>
        <message>
            <source>Table (CSV)…</source>
            <translation>表格（CSV）…</translation>
        </message>
    </context>
    <context>
        <name>CurvesView</name>
        <message>
            <source>Accuracy</source>
            <translation>准确率</translation>
        </message>
        <message>
            <source>Accuracy on the digits kept in My handwriting</source>
            <translation>在“我的笔迹”所存数字上的准确率</translation>
        </message>
        <message>
            <source>Accuracy on the test pictures, never trained on</source>
            <translation>在测试图像上的准确率，这些图像从不用于训练</translation>
        </message>
        <message>
            <source>Accuracy on the training pictures after each epoch</source>
            <translation>每个轮次之后在训练图像上的准确率</translation>
        </message>
        <message>
            <source>Correct (%)</source>
            <translation>正确（%）</translation>
        </message>
        <message>
            <source>Cross-entropy (nats)</source>
            <translation>交叉熵（nat）</translation>
        </message>
        <message>
            <source>Epoch</source>
            <translation>轮次</translation>
        </message>
        <message>
            <source>Learning rate</source>
            <translation>学习率</translation>
        </message>
        <message>
            <source>Loss</source>
            <translation>损失</translation>
        </message>
        <message>
            <source>My handwriting</source>
            <translation>我的笔迹</translation>
        </message>
        <message>
            <source>Rate</source>
            <translation>学习率</translation>
        </message>
        <message>
            <source>Smoothed</source>
            <translation>平滑</translation>
        </message>
        <message>
            <source>Step</source>
            <translation>步</translation>
        </message>
        <message>
            <source>Test</source>
            <translation>测试</translation>
        </message>
        <message>
            <source>The learning rate of every step</source>
            <translation>每一步的学习率</translation>
        </message>
        <message>
            <source>The loss of every step</source>
            <translation>每一步的损失</translation>
        </message>
        <message>
            <source>The mean loss of about the last 20 steps</source>
            <translation>最近约 20 步的平均损失</translation>
        </message>
        <message>
            <source>Train</source>
            <translation>训练</translation>
        </message>
        <message>
            <source>Training curves</source>
            <translation>训练曲线</translation>
        </message>
        <message>
            <source>guessing: 1 in {classes} {equals} {share} %</source>
            <translation>瞎猜：1/{classes} {equals} {share} %</translation>
        </message>
        <message>
            <source>guessing: ln {classes} ≈ {loss}</source>
            <translation>瞎猜：ln {classes} ≈ {loss}</translation>
        </message>
        <message>
            <source>x: {axis}</source>
            <translation>横轴：{axis}</translation>
        </message>
    </context>
    <context>
        <name>DatasetField</name>
        <message>
            <source>A folder…</source>
            <translation>文件夹…</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>Browse…</source>
            <translation>浏览…</translation>
        </message>
        <message>
            <source>Data set</source>
            <translation>数据集</translation>
        </message>
        <message>
            <source>Folder of the data set</source>
            <translation>数据集的文件夹</translation>
        </message>
        <message>
            <source>Folder with idx files</source>
            <translation>包含 idx 文件的文件夹</translation>
        </message>
        <message>
            <source>Folder with the four idx files</source>
            <translation>包含四个 idx 文件的文件夹</translation>
        </message>
        <message>
            <source>MNIST where it is found or can be downloaded, else the built-in digits</source>
            <translation>能找到或能下载 MNIST 时使用 MNIST，否则使用内置数字</translation>
        </message>
        <message>
            <source>Pictures to learn from and to be tested on</source>
            <translation>用于学习和测试的图像</translation>
        </message>
        <message>
            <source>Will be downloaded once ({size} MB)</source>
            <translation>需要下载一次（{size} MB）</translation>
        </message>
    </context>
    <context>
        <name>DetailPane</name>
        <message>
            <source>Adds its inputs number by number. In a residual block one of them is the block's own input, so that the layers between only learn what has to change.</source>
            <translation>把各个输入逐数相加。在残差块里，其中一个就是块自己的输入，因此中间各层只需学习应当改变的部分。</translation>
        </message>
        <message>
            <source>An output may depend on the whole input; on which part of it is not known.</source>
            <translation>一个输出可能取决于整个输入；究竟取决于哪一部分，不得而知。</translation>
        </message>
        <message>
            <source>Built alike</source>
            <translation>结构相同的层</translation>
        </message>
        <message>
            <source>Channels × rows × columns of the picture.</source>
            <translation>图像的通道数 × 行数 × 列数。</translation>
        </message>
        <message>
            <source>Every output depends on the same {rows} × {columns} pixels of the input.</source>
            <translation>每个输出都取决于输入中同样的 {rows} × {columns} 个像素。</translation>
        </message>
        <message>
            <source>Every output depends on the whole input.</source>
            <translation>每个输出都取决于整个输入。</translation>
        </message>
        <message>
            <source>If it were fully connected</source>
            <translation>如果是全连接</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>Made of</source>
            <translation>组成</translation>
        </message>
        <message>
            <source>Multiplies its inputs number by number.</source>
            <translation>把各个输入逐数相乘。</translation>
        </message>
        <message>
            <source>Multiply-accumulates (MACs)</source>
            <translation>乘加运算（MAC）</translation>
        </message>
        <message>
            <source>Not counted: {operators}.</source>
            <translation>未计入：{operators}。</translation>
        </message>
        <message>
            <source>One output depends on {size} input pixels, its neighbour (dashed) on as many, {step} px further.</source>
            <translation>一个输出取决于 {size} 个输入像素；相邻的输出（虚线）同样如此，只是挪开 {step} 个像素。</translation>
        </message>
        <message>
            <source>Open in the playground</source>
            <translation>在实验台上打开</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Output size</source>
            <translation>输出大小</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>Puts its inputs one behind the other along the channels; rows and columns stay as they are.</source>
            <translation>把各个输入沿通道方向一个接一个排起来；行和列保持不变。</translation>
        </message>
        <message>
            <source>Receptive field</source>
            <translation>感受野</translation>
        </message>
        <message>
            <source>Show in the diagram</source>
            <translation>在结构图中显示</translation>
        </message>
        <message>
            <source>Show the whole network</source>
            <translation>显示整个网络</translation>
        </message>
        <message>
            <source>Shown as one, × {count}; the figures here are of all calls.</source>
            <translation>合并为一个显示，× {count}；这里的数值是所有调用的合计。</translation>
        </message>
        <message>
            <source>Takes part in training only; its MACs are not counted.</source>
            <translation>只参与训练；它的乘加运算不计入。</translation>
        </message>
        <message>
            <source>That is more than the picture: at its edge it takes in padding.</source>
            <translation>这比图像还大：到了边缘就把填充也算了进去。</translation>
        </message>
        <message>
            <source>The layer with its own weights and its own input, to be changed by hand</source>
            <translation>带着自己的权重和输入打开这一层，可以动手修改</translation>
        </message>
        <message>
            <source>The output in the middle depends on {size} input pixels; neighbours are about {step} px apart, unevenly.</source>
            <translation>正中的输出取决于 {size} 个输入像素；相邻输出相隔约 {step} 个像素，并不均匀。</translation>
        </message>
        <message>
            <source>The output in the middle depends on {size} input pixels; the receptive fields move {step} px every {every} outputs.</source>
            <translation>正中的输出取决于 {size} 个输入像素；每过 {every} 个输出，感受野移动 {step} 个像素。</translation>
        </message>
        <message>
            <source>There is no output.</source>
            <translation>没有输出。</translation>
        </message>
        <message>
            <source>Was not called for this input.</source>
            <translation>处理这个输入时没有用到这一层。</translation>
        </message>
        <message>
            <source>What the network gives: one number for each class, the logits.</source>
            <translation>网络给出的结果：每个类别一个数，即对数几率。</translation>
        </message>
        <message>
            <source>and {count} more</source>
            <translation>以及另外 {count} 个</translation>
        </message>
        <message>
            <source>called by {path}</source>
            <translation>由 {path} 调用</translation>
        </message>
        <message>
            <source>{blocks} are shown as one, × {count}; the figures here are of {path} alone.</source>
            <translation>{blocks} 合并为一个显示，× {count}；这里的数值只是 {path} 的。</translation>
        </message>
        <message>
            <source>{count} for one pass; outputs take {memory}.</source>
            <translation>前向计算一次需要 {count} 次；各层输出占 {memory}。</translation>
        </message>
        <message>
            <source>{count} with everything inside, {share} of the network.</source>
            <translation>连同内部各层共 {count} 个，占网络的 {share}。</translation>
        </message>
        <message>
            <source>{count}; {size} in float32.</source>
            <translation>{count} 个；以 float32 存放占 {size}。</translation>
        </message>
        <message>
            <source>{share} of the network.</source>
            <translation>占网络的 {share}。</translation>
        </message>
        <message>
            <source>{share} of the network; its output takes {memory}.</source>
            <translation>占网络的 {share}；输出占 {memory}。</translation>
        </message>
    </context>
    <context>
        <name>DiagramTab</name>
        <message>
            <source>Close all blocks</source>
            <translation>收起所有块</translation>
        </message>
        <message>
            <source>Colour</source>
            <translation>颜色</translation>
        </message>
        <message>
            <source>Colour the diagram by</source>
            <translation>结构图的着色依据</translation>
        </message>
        <message>
            <source>Larger (+)</source>
            <translation>放大（+）</translation>
        </message>
        <message>
            <source>Open all blocks</source>
            <translation>展开所有块</translation>
        </message>
        <message>
            <source>Save as PNG…</source>
            <translation>另存为 PNG…</translation>
        </message>
        <message>
            <source>Save as SVG…</source>
            <translation>另存为 SVG…</translation>
        </message>
        <message>
            <source>Save the diagram</source>
            <translation>保存结构图</translation>
        </message>
        <message>
            <source>Show the whole (0)</source>
            <translation>显示全图（0）</translation>
        </message>
        <message>
            <source>Smaller (−)</source>
            <translation>缩小（−）</translation>
        </message>
    </context>
    <context>
        <name>DiagramView</name>
        <message>
            <source>Close the block</source>
            <translation>收起这个块</translation>
        </message>
        <message>
            <source>Diagram of the network</source>
            <translation>网络结构图</translation>
        </message>
        <message>
            <source>Open in the playground</source>
            <translation>在实验台上打开</translation>
        </message>
        <message>
            <source>Open the block</source>
            <translation>展开这个块</translation>
        </message>
    </context>
    <context>
        <name>DrawPage</name>
        <message>
            <source>The first weights come with the run.</source>
            <translation>第一批权重将由训练任务产生。</translation>
        </message>
    </context>
    <context>
        <name>ErrorStrip</name>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>详情</translation>
        </message>
        <message>
            <source>Details of the error</source>
            <translation>错误详情</translation>
        </message>
    </context>
    <context>
        <name>ExportStrip</name>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Give up; no file is left</source>
            <translation>放弃；不留下文件</translation>
        </message>
        <message>
            <source>Given up: {name} was not written.</source>
            <translation>已放弃：{name} 没有写入。</translation>
        </message>
        <message>
            <source>Saved {name}: {what}, {size}.</source>
            <translation>已保存 {name}：{what}，{size}。</translation>
        </message>
        <message>
            <source>{name}: {done} of {all} positions, {size} so far</source>
            <translation>{name}：已完成 {done} 个位置，共 {all} 个，目前 {size}</translation>
        </message>
        <message>
            <source>{what}, one in {step}</source>
            <translation>{what}（每 {step} 个取一个）</translation>
        </message>
    </context>
    <context>
        <name>Exporting</name>
        <message>
            <source>Export the picture</source>
            <translation>导出图片</translation>
        </message>
        <message>
            <source>Saved {name}.</source>
            <translation>已保存 {name}。</translation>
        </message>
        <message>
            <source>The receptive field does not move. Export it as PNG or SVG.</source>
            <translation>感受野不会移动。请导出为 PNG 或 SVG。</translation>
        </message>
        <message>
            <source>Writing {name}</source>
            <translation>正在写入 {name}</translation>
        </message>
    </context>
    <context>
        <name>FaultList</name>
        <message>
            <source>Below stands the text as it was. Mend the files, then read them again.</source>
            <translation>下面是改动前的课文。请改好文件，再重新读取。</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Copy all</source>
            <translation>全部复制</translation>
        </message>
        <message>
            <source>Mend the files, then read them again.</source>
            <translation>请改好文件，再重新读取。</translation>
        </message>
        <message>
            <source>Read again (F5)</source>
            <translation>重新读取（F5）</translation>
        </message>
        <message>
            <source>What is wrong with the lesson</source>
            <translation>这一课里的问题</translation>
        </message>
    </context>
    <context>
        <name>FeatureMap</name>
        <message>
            <source>Feature map</source>
            <translation>特征图</translation>
        </message>
    </context>
    <context>
        <name>FigureBox</name>
        <message>
            <source>Show it</source>
            <translation>显示</translation>
        </message>
        <message>
            <source>Show it in {room}</source>
            <translation>在“{room}”页面中显示</translation>
        </message>
    </context>
    <context>
        <name>Filmstrip</name>
        <message>
            <source>A stage is off</source>
            <translation>有一个步骤已关闭</translation>
        </message>
        <message>
            <source>All on</source>
            <translation>全部打开</translation>
        </message>
        <message>
            <source>Centre</source>
            <translation>居中</translation>
        </message>
        <message>
            <source>Centre of mass in the middle of 28 × 28. Off: the middle of the frame.</source>
            <translation>把重心放在 28 × 28 的正中。关闭时：放在方框的正中。</translation>
        </message>
        <message>
            <source>Contrast</source>
            <translation>对比度</translation>
        </message>
        <message>
            <source>Crop</source>
            <translation>裁剪</translation>
        </message>
        <message>
            <source>Fitted into 20 × 20 pixels, proportions kept. Off: it fills all 28 × 28.</source>
            <translation>按比例缩放到 20 × 20 像素以内。关闭时：填满整个 28 × 28。</translation>
        </message>
        <message>
            <source>Hair lines become as thick as the thinnest pen in MNIST. Off: they stay thin.</source>
            <translation>细线加粗到与 MNIST 中最细的笔一样。关闭时：细线保持不变。</translation>
        </message>
        <message>
            <source>Ink</source>
            <translation>墨迹</translation>
        </message>
        <message>
            <source>Only where there is ink. Off: the whole sheet.</source>
            <translation>只取有墨迹的部分。关闭时：整个画板。</translation>
        </message>
        <message>
            <source>Pen</source>
            <translation>笔宽</translation>
        </message>
        <message>
            <source>The darkest ink becomes 1. Off: grey stays as it is. This is what goes in.</source>
            <translation>最深的墨迹变为 1。关闭时：灰度保持不变。这就是网络的输入。</translation>
        </message>
        <message>
            <source>The network was not trained on such pictures. Its prediction breaks most easily with a small digit.</source>
            <translation>网络没有用这样的图像训练过。数字很小时，预测最容易出错。</translation>
        </message>
        <message>
            <source>What the network sees</source>
            <translation>网络看到的</translation>
        </message>
        <message>
            <source>What the network sees: {stage}</source>
            <translation>网络看到的：{stage}</translation>
        </message>
        <message>
            <source>What was drawn; the frame is the crop.</source>
            <translation>画出的原样；方框是裁剪的范围。</translation>
        </message>
        <message>
            <source>{box} × {box}</source>
            <translation>{box} × {box}</translation>
        </message>
        <message>
            <source>{off}: draw a small digit in a corner</source>
            <translation>{off}：请在角落里画一个小小的数字</translation>
        </message>
    </context>
    <context>
        <name>FormNetwork</name>
        <message>
            <source>The current network is {current}; the form trains {network}.</source>
            <translation>当前网络是 {current}；表单训练的是 {network}。</translation>
        </message>
        <message>
            <source>{file} has changed since: it is trained as it was when you agreed to run it. Open it again to train the new one.</source>
            <translation>{file} 之后有改动：训练用的仍是你同意运行时的版本。要训练新的版本，请重新打开它。</translation>
        </message>
        <message>
            <source>{why} The form trains {network}.</source>
            <translation>{why}表单训练的是 {network}。</translation>
        </message>
    </context>
    <context>
        <name>FormulaLine</name>
        <message>
            <source>Copy as LaTeX</source>
            <translation>复制为 LaTeX</translation>
        </message>
        <message>
            <source>Output size: {formula}</source>
            <translation>输出大小：{formula}</translation>
        </message>
    </context>
    <context>
        <name>FormulaView</name>
        <message>
            <source>Copy as LaTeX</source>
            <translation>复制为 LaTeX</translation>
        </message>
    </context>
    <context>
        <name>Gallery</name>
        <message>
            <source>Kept digits</source>
            <translation>保存的数字</translation>
        </message>
        <message>
            <source>Not read as {label}</source>
            <translation>没有识别为 {label}</translation>
        </message>
    </context>
    <context>
        <name>GridView</name>
        <message>
            <source>Padding cells are filled by the padding mode. Change a cell inside the frame.</source>
            <translation>填充格由填充方式决定。请改框内的格子。</translation>
        </message>
        <message>
            <source>changing a cell</source>
            <translation>改变一格</translation>
        </message>
        <message>
            <source>changing a weight</source>
            <translation>改变一个权重</translation>
        </message>
        <message>
            <source>row {row}, column {col}: {value}</source>
            <translation>第 {row} 行第 {col} 列：{value}</translation>
        </message>
    </context>
    <context>
        <name>Guess</name>
        <message>
            <source>All stages on: not a digit, it seems</source>
            <translation>全部步骤打开时：似乎不是数字</translation>
        </message>
        <message>
            <source>All stages on: not sure which</source>
            <translation>全部步骤打开时：不确定是哪个</translation>
        </message>
        <message>
            <source>All stages on: {either}</source>
            <translation>全部步骤打开时：{either}</translation>
        </message>
        <message>
            <source>All stages on: {name}, {share}</source>
            <translation>全部步骤打开时：{name}，{share}</translation>
        </message>
        <message>
            <source>An empty sheet predicts nothing.</source>
            <translation>画板是空的，没有预测。</translation>
        </message>
        <message>
            <source>An old prediction: {network} is being loaded.</source>
            <translation>这是旧的预测：{network} 正在加载。</translation>
        </message>
        <message>
            <source>Closest: {first} ({share}), then {second}.</source>
            <translation>最接近的是 {first}（{share}），其次是 {second}。</translation>
        </message>
        <message>
            <source>It reads your drawing as soon as it is there.</source>
            <translation>加载完成后会立即识别你画的内容。</translation>
        </message>
        <message>
            <source>No prediction</source>
            <translation>没有预测</translation>
        </message>
        <message>
            <source>No trained weights yet</source>
            <translation>还没有训练好的权重</translation>
        </message>
        <message>
            <source>Not a digit, it seems</source>
            <translation>似乎不是数字</translation>
        </message>
        <message>
            <source>Not sure which</source>
            <translation>不确定是哪个</translation>
        </message>
        <message>
            <source>Not sure which: close together</source>
            <translation>不确定是哪个：相差很小</translation>
        </message>
        <message>
            <source>Nothing to read yet</source>
            <translation>还没有可识别的内容</translation>
        </message>
        <message>
            <source>Reading</source>
            <translation>正在识别</translation>
        </message>
        <message>
            <source>Second guess: {name}, {share}</source>
            <translation>次选：{name}，{share}</translation>
        </message>
        <message>
            <source>The network gives numbers that are not finite. Choose other weights, or train it anew.</source>
            <translation>网络给出的不是有限的数。请选择其他权重，或者重新训练。</translation>
        </message>
        <message>
            <source>The prediction comes in a moment.</source>
            <translation>预测马上就出来。</translation>
        </message>
        <message>
            <source>{count} classes are close together, first {first} ({share}).</source>
            <translation>{count} 个类别相差很小，最高的是 {first}（{share}）。</translation>
        </message>
        <message>
            <source>{network} is being loaded</source>
            <translation>{network} 正在加载</translation>
        </message>
    </context>
    <context>
        <name>HandwritingPanel</name>
        <message>
            <source>Export my handwriting into a folder</source>
            <translation>将我的笔迹导出到文件夹</translation>
        </message>
        <message>
            <source>Kept as {label}; undo brings the drawing back.</source>
            <translation>已保存为 {label}；撤销可找回画的内容。</translation>
        </message>
    </context>
    <context>
        <name>HandwritingView</name>
        <message>
            <source>Bring back the digits removed last ({count}).</source>
            <translation>找回上次移除的数字（{count} 个）。</translation>
        </message>
        <message>
            <source>Draw one and say which it is: the kept digits test the network, and teach it your handwriting.</source>
            <translation>画一个数字，并说明它是几：保存的数字用来测试网络，也让网络学习你的笔迹。</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>导出…</translation>
        </message>
        <message>
            <source>Fine-tune for my handwriting</source>
            <translation>为我的笔迹微调</translation>
        </message>
        <message>
            <source>It waits until what is being trained has ended.</source>
            <translation>正在等待当前的训练结束。</translation>
        </message>
        <message>
            <source>Keep as {digit}</source>
            <translation>保存为 {digit}</translation>
        </message>
        <message>
            <source>Keep the drawing as</source>
            <translation>将画的内容保存为</translation>
        </message>
        <message>
            <source>Keep the drawing as a {digit} (key {digit} on the pad)</source>
            <translation>将画的内容保存为 {digit}（在画板上按 {digit} 键）</translation>
        </message>
        <message>
            <source>Label the chosen digits as</source>
            <translation>将选中的数字标为</translation>
        </message>
        <message>
            <source>Left out, because they cannot be read: {names}.</source>
            <translation>以下文件无法读取，未采用：{names}。</translation>
        </message>
        <message>
            <source>Left out: {file}.</source>
            <translation>未采用：{file}。</translation>
        </message>
        <message>
            <source>Put back</source>
            <translation>放回</translation>
        </message>
        <message>
            <source>Rehearse {base} meanwhile</source>
            <translation>同时复习：{base}</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>Round {round} of {rounds}: your handwriting {own}, {base} {share}</source>
            <translation>第 {round} 轮，共 {rounds} 轮：你的笔迹 {own}，{base} {share}</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>While a network trains, its accuracy on them is a curve of its own in Train: My handwriting.</source>
            <translation>训练网络时，它在这些数字上的准确率会在“训练”页面里单独画成一条曲线：我的笔迹。</translation>
        </message>
        <message>
            <source>Without rehearsal the network forgets more of what it knew.</source>
            <translation>不复习时，网络会忘掉更多学过的东西。</translation>
        </message>
        <message>
            <source>Your handwriting: {own_before} → {own_after} ({tested}). {base}: {base_before} → {base_after}: {points} points forgotten.</source>
            <translation>你的笔迹：{own_before} → {own_after}（{tested}）。{base}：{base_before} → {base_after}，遗忘 {points} 个百分点。</translation>
        </message>
        <message>
            <source>Your handwriting: {own_before} → {own_after} ({tested}). {base}: {base_before} → {base_after}: {points} points gained.</source>
            <translation>你的笔迹：{own_before} → {own_after}（{tested}）。{base}：{base_before} → {base_after}，提高 {points} 个百分点。</translation>
        </message>
        <message>
            <source>Your own digits</source>
            <translation>你自己的数字</translation>
        </message>
        <message>
            <source>{name} reads {right} of {count} ({share}).</source>
            <translation>{name} 认对 {right} 个，共 {count} 个（{share}）。</translation>
        </message>
    </context>
    <context>
        <name>Head</name>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Open a picture…</source>
            <translation>打开图片…</translation>
        </message>
        <message>
            <source>Open the Train room with this network</source>
            <translation>在“训练”页面中训练这个网络</translation>
        </message>
        <message>
            <source>Several outputs: {outputs}.</source>
            <translation>有多个输出：{outputs}。</translation>
        </message>
        <message>
            <source>Train it</source>
            <translation>去训练</translation>
        </message>
        <message>
            <source>What the network sees in a photograph</source>
            <translation>看看网络在一张照片里看到什么</translation>
        </message>
        <message>
            <source>{macs} MACs</source>
            <translation>{macs} 次乘加运算</translation>
        </message>
        <message>
            <source>{network} (shown before)</source>
            <translation>{network}（先前的）</translation>
        </message>
    </context>
    <context>
        <name>HelpPage</name>
        <message>
            <source>CNN Studio {version}</source>
            <translation>CNN Studio {version}</translation>
        </message>
        <message>
            <source>Copy versions</source>
            <translation>复制版本信息</translation>
        </message>
        <message>
            <source>Data</source>
            <translation>数据</translation>
        </message>
        <message>
            <source>Errors</source>
            <translation>错误记录</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>Help</source>
            <translation>帮助</translation>
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>键盘快捷键</translation>
        </message>
        <message>
            <source>Licence</source>
            <translation>许可证</translation>
        </message>
        <message>
            <source>Licences of the libraries…</source>
            <translation>各个库的许可证…</translation>
        </message>
        <message>
            <source>MIT. Icons: Lucide (ISC).</source>
            <translation>MIT。图标：Lucide（ISC）。</translation>
        </message>
        <message>
            <source>Made with</source>
            <translation>所用的库</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>训练任务</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Take convolutional networks apart, slide a kernel by hand, train on handwritten digits, draw one and see every layer's activations. Every number is the number PyTorch gives.</source>
            <translation>拆开卷积网络，动手滑动卷积核，用手写数字训练，再画一个数字，看每一层的激活值。每个数都是 PyTorch 给出的数。</translation>
        </message>
        <message>
            <source>View</source>
            <translation>视图</translation>
        </message>
        <message>
            <source>Where things are kept</source>
            <translation>文件存放位置</translation>
        </message>
        <message>
            <source>not installed</source>
            <translation>未安装</translation>
        </message>
    </context>
    <context>
        <name>Hits</name>
        <message>
            <source>Found in the lessons</source>
            <translation>在课文中找到的</translation>
        </message>
        <message>
            <source>More than {most} places</source>
            <translation>超过 {most} 处</translation>
        </message>
        <message>
            <source>{number}  {title}</source>
            <translation>{number}  {title}</translation>
        </message>
    </context>
    <context>
        <name>HoverReadout</name>
        <message>
            <source>epoch</source>
            <translation>轮次</translation>
        </message>
        <message>
            <source>loss</source>
            <translation>损失</translation>
        </message>
        <message>
            <source>my handwriting</source>
            <translation>我的笔迹</translation>
        </message>
        <message>
            <source>rate</source>
            <translation>学习率</translation>
        </message>
        <message>
            <source>smoothed</source>
            <translation>平滑</translation>
        </message>
        <message>
            <source>step</source>
            <translation>步</translation>
        </message>
        <message>
            <source>step {step} · epoch {epoch} · loss {loss}</source>
            <translation>第 {step} 步 · 轮次 {epoch} · 损失 {loss}</translation>
        </message>
        <message>
            <source>test</source>
            <translation>测试</translation>
        </message>
        <message>
            <source>train</source>
            <translation>训练</translation>
        </message>
    </context>
    <context>
        <name>IdeasView</name>
        <message>
            <source>&lt;b&gt;{count} × (3 × 3) see {field} × {field}, like one {field} × {field}:&lt;/b&gt;&lt;br&gt;{small} weights instead of {large}, {saved} fewer, and {count} non-linearities instead of one.</source>
            <translation>&lt;b&gt;{count} × (3 × 3) 看到 {field} × {field}，与一个 {field} × {field} 一样：&lt;/b&gt;&lt;br&gt;权重是 {small} 个而不是 {large} 个，少 {saved}；非线性有 {count} 次而不是一次。</translation>
        </message>
        <message>
            <source>A way around the block</source>
            <translation>绕过块的通路</translation>
        </message>
        <message>
            <source>Branches side by side</source>
            <translation>并排的支路</translation>
        </message>
        <message>
            <source>Channels in and out</source>
            <translation>输入与输出通道数</translation>
        </message>
        <message>
            <source>Each channel by itself, then all together</source>
            <translation>先逐个通道，再合到一起</translation>
        </message>
        <message>
            <source>Each time rows and columns are halved and the channels doubled, the numbers are halved, and a 3 × 3 convolution costs the same as before.</source>
            <translation>每一次，行数和列数减半、通道数加倍，数值个数减半，而一个 3 × 3 卷积的计算量与原来相同。</translation>
        </message>
        <message>
            <source>Every head does that with weights of its own.</source>
            <translation>每个头都用自己的权重这样做。</translation>
        </message>
        <message>
            <source>Every position looks at the others</source>
            <translation>每个位置都看其他位置</translation>
        </message>
        <message>
            <source>Everything so far, kept</source>
            <translation>保留此前的一切</translation>
        </message>
        <message>
            <source>Halve the size, double the channels</source>
            <translation>尺寸减半，通道加倍</translation>
        </message>
        <message>
            <source>MACs</source>
            <translation>乘加运算</translation>
        </message>
        <message>
            <source>Not so from {places}.</source>
            <translation>以下变化除外：{places}。</translation>
        </message>
        <message>
            <source>Small kernels, stacked</source>
            <translation>小卷积核叠起来</translation>
        </message>
        <message>
            <source>That is done {sets} times side by side: heads, and windows where it has any.</source>
            <translation>这样的计算并排进行 {sets} 份：各个头各算各的，有窗口时，各个窗口也各算各的。</translation>
        </message>
        <message>
            <source>The first {count}:</source>
            <translation>前 {count} 处：</translation>
        </message>
        <message>
            <source>Thin out before the large kernel</source>
            <translation>先压缩，再用大卷积核</translation>
        </message>
        <message>
            <source>This network has none of the ideas that are told here.</source>
            <translation>这里讲到的思路，这个网络一个也没有用。</translation>
        </message>
        <message>
            <source>block</source>
            <translation>块</translation>
        </message>
        <message>
            <source>channels</source>
            <translation>通道</translation>
        </message>
        <message>
            <source>layers</source>
            <translation>层</translation>
        </message>
        <message>
            <source>numbers</source>
            <translation>数值个数</translation>
        </message>
        <message>
            <source>saves</source>
            <translation>节省</translation>
        </message>
        <message>
            <source>size</source>
            <translation>大小</translation>
        </message>
    </context>
    <context>
        <name>InputForm</name>
        <message>
            <source>As it was made</source>
            <translation>恢复原样</translation>
        </message>
        <message>
            <source>Back to the input and classes the network was made for</source>
            <translation>恢复网络设计时的输入和类别数</translation>
        </message>
        <message>
            <source>Batch</source>
            <translation>批量</translation>
        </message>
        <message>
            <source>Channels</source>
            <translation>通道数</translation>
        </message>
        <message>
            <source>Classes</source>
            <translation>类别数</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>列数</translation>
        </message>
        <message>
            <source>Rows</source>
            <translation>行数</translation>
        </message>
        <message>
            <source>Rows, columns</source>
            <translation>行数、列数</translation>
        </message>
    </context>
    <context>
        <name>InsideView</name>
        <message>
            <source>All feature maps appear here once {network} is loaded.</source>
            <translation>{network} 加载完成后，这里会显示所有特征图。</translation>
        </message>
        <message>
            <source>All feature maps of what is drawn are on their way.</source>
            <translation>正在计算所画内容的全部特征图。</translation>
        </message>
        <message>
            <source>Draw a digit, and all feature maps appear here.</source>
            <translation>画一个数字，所有特征图就会显示在这里。</translation>
        </message>
        <message>
            <source>Every layer's activation</source>
            <translation>每一层的激活值</translation>
        </message>
        <message>
            <source>Layers without negative numbers are grey: black is 0, white the largest.</source>
            <translation>没有负数的层用灰度显示：黑色是 0，白色是最大值。</translation>
        </message>
        <message>
            <source>negative</source>
            <translation>负</translation>
        </message>
        <message>
            <source>positive</source>
            <translation>正</translation>
        </message>
    </context>
    <context>
        <name>Inspector</name>
        <message>
            <source>About the layer, the network, the ideas, a picture</source>
            <translation>关于这一层、这个网络、设计思路和图片</translation>
        </message>
        <message>
            <source>After epoch {epoch}: {wrong} of {total} test pictures are read wrongly.</source>
            <translation>第 {epoch} 个轮次之后：{total} 幅测试图像中认错 {wrong} 幅。</translation>
        </message>
        <message>
            <source>Card</source>
            <translation>卡片</translation>
        </message>
        <message>
            <source>Confusion</source>
            <translation>混淆矩阵</translation>
        </message>
        <message>
            <source>Ideas</source>
            <translation>设计思路</translation>
        </message>
        <message>
            <source>Layer</source>
            <translation>层</translation>
        </message>
        <message>
            <source>Mistakes</source>
            <translation>错误</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>训练任务</translation>
        </message>
    </context>
    <context>
        <name>Intermediates</name>
        <message>
            <source>What each map below contributes</source>
            <translation>下面每张特征图的贡献</translation>
        </message>
        <message>
            <source>channel {number}: {sum}</source>
            <translation>通道 {number}：{sum}</translation>
        </message>
    </context>
    <context>
        <name>Job</name>
        <message>
            <source>{what}: waiting until {until}</source>
            <translation>{what}：等待中（{until}后开始）</translation>
        </message>
    </context>
    <context>
        <name>JobsLine</name>
        <message>
            <source>All that is going on</source>
            <translation>所有进行中的任务</translation>
        </message>
    </context>
    <context>
        <name>JobsList</name>
        <message>
            <source>All that is going on</source>
            <translation>所有进行中的任务</translation>
        </message>
    </context>
    <context>
        <name>Keeping</name>
        <message>
            <source>The last edit is still being made. Try again in a moment.</source>
            <translation>上一次修改还没有完成。请稍后再试。</translation>
        </message>
        <message>
            <source>{network} edited</source>
            <translation>{network}（已修改）</translation>
        </message>
    </context>
    <context>
        <name>KernelSection</name>
        <message>
            <source>All kernels of map {out}</source>
            <translation>特征图 {out} 的所有卷积核</translation>
        </message>
        <message>
            <source>Change the kernel</source>
            <translation>改变卷积核</translation>
        </message>
        <message>
            <source>Exchange left and right</source>
            <translation>左右互换</translation>
        </message>
        <message>
            <source>Exchange top and bottom</source>
            <translation>上下互换</translation>
        </message>
        <message>
            <source>Factor</source>
            <translation>倍数</translation>
        </message>
        <message>
            <source>Kernel of map {out} for input {source}</source>
            <translation>特征图 {out} 对输入 {source} 的卷积核</translation>
        </message>
        <message>
            <source>Multiply every weight by the factor</source>
            <translation>把每个权重都乘以这个倍数</translation>
        </message>
        <message>
            <source>Replace by...</source>
            <translation>替换为…</translation>
        </message>
        <message>
            <source>Replace the kernel</source>
            <translation>替换卷积核</translation>
        </message>
        <message>
            <source>Scale</source>
            <translation>缩放</translation>
        </message>
        <message>
            <source>Set every weight to zero</source>
            <translation>把每个权重都设为零</translation>
        </message>
        <message>
            <source>Which kernels</source>
            <translation>哪些卷积核</translation>
        </message>
        <message>
            <source>mirroring a kernel</source>
            <translation>对卷积核作镜像</translation>
        </message>
        <message>
            <source>replacing a kernel</source>
            <translation>替换卷积核</translation>
        </message>
        <message>
            <source>scaling a kernel</source>
            <translation>缩放卷积核</translation>
        </message>
        <message>
            <source>setting a kernel to zero</source>
            <translation>把卷积核设为零</translation>
        </message>
    </context>
    <context>
        <name>LastRow</name>
        <message>
            <source>Calibrated: the logits are divided by {temperature}</source>
            <translation>已校准：对数几率除以 {temperature}</translation>
        </message>
        <message>
            <source>Calibration: one number, the temperature, divides all logits. It was chosen after the training, on pictures that the training did not use, so that what is called 90 % is right nine times in ten.</source>
            <translation>校准：所有对数几率都除以同一个数，即温度。它是在训练之后用训练没有用过的图像选定的，使标为 90 % 的预测十次中有九次正确。</translation>
        </message>
        <message>
            <source>Percentages</source>
            <translation>百分比</translation>
        </message>
        <message>
            <source>So that what is called 90 % is right 9 times in 10.</source>
            <translation>使标为 90 % 的预测 10 次中有 9 次正确。</translation>
        </message>
        <message>
            <source>These weights were never calibrated: the percentages are softmax of the logits.</source>
            <translation>这些权重没有校准过：百分比就是对数几率的 softmax。</translation>
        </message>
    </context>
    <context>
        <name>LastRowTable</name>
        <message>
            <source>0 to 1</source>
            <translation>0 到 1</translation>
        </message>
        <message>
            <source>Class</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>From logits to percentages</source>
            <translation>从对数几率到百分比</translation>
        </message>
        <message>
            <source>Logit</source>
            <translation>对数几率</translation>
        </message>
        <message>
            <source>Logit / {temperature}</source>
            <translation>对数几率 / {temperature}</translation>
        </message>
        <message>
            <source>Power of e</source>
            <translation>e 的幂</translation>
        </message>
        <message>
            <source>Probability</source>
            <translation>概率</translation>
        </message>
        <message>
            <source>logit</source>
            <translation>对数几率</translation>
        </message>
        <message>
            <source>sum</source>
            <translation>和</translation>
        </message>
    </context>
    <context>
        <name>LayerMaps</name>
        <message>
            <source>Feature maps of all layers</source>
            <translation>所有层的特征图</translation>
        </message>
        <message>
            <source>Open {layer} in the playground: its own weights and input, to be changed by hand</source>
            <translation>在实验台上打开 {layer}：使用它自己的权重和输入，可以动手修改</translation>
        </message>
    </context>
    <context>
        <name>LayerRow</name>
        <message>
            <source>Dilation</source>
            <translation>膨胀率</translation>
        </message>
        <message>
            <source>Kernel</source>
            <translation>卷积核</translation>
        </message>
        <message>
            <source>Kind of layer {number}</source>
            <translation>第 {number} 层的类型</translation>
        </message>
        <message>
            <source>Move layer {n} down</source>
            <translation>下移第 {n} 层</translation>
        </message>
        <message>
            <source>Move layer {n} up</source>
            <translation>上移第 {n} 层</translation>
        </message>
        <message>
            <source>Output channels</source>
            <translation>输出通道数</translation>
        </message>
        <message>
            <source>Padding</source>
            <translation>填充</translation>
        </message>
        <message>
            <source>Remove layer {n}</source>
            <translation>移除第 {n} 层</translation>
        </message>
        <message>
            <source>Stride</source>
            <translation>步幅</translation>
        </message>
        <message>
            <source>{title} of layer {number}</source>
            <translation>第 {number} 层的{title}</translation>
        </message>
    </context>
    <context>
        <name>LayerSteps</name>
        <message>
            <source>Layer of the network</source>
            <translation>网络的层</translation>
        </message>
        <message>
            <source>The layer after</source>
            <translation>下一层</translation>
        </message>
        <message>
            <source>The layer before</source>
            <translation>上一层</translation>
        </message>
        <message>
            <source>{layer}, call {number}</source>
            <translation>{layer}，第 {number} 次调用</translation>
        </message>
    </context>
    <context>
        <name>LayersTab</name>
        <message>
            <source>Columns</source>
            <translation>列</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Every layer that computes, in one list to be sorted</source>
            <translation>所有参与计算的层，列成一张可以排序的表</translation>
        </message>
        <message>
            <source>Exactly what PyTorch prints</source>
            <translation>与 PyTorch 打印的完全一样</translation>
        </message>
        <message>
            <source>Layers inside layers, equal blocks under one row</source>
            <translation>层中有层，相同的块并为一行</translation>
        </message>
        <message>
            <source>Layers of the network</source>
            <translation>网络的各层</translation>
        </message>
        <message>
            <source>Open in the playground</source>
            <translation>在实验台上打开</translation>
        </message>
        <message>
            <source>Search layers</source>
            <translation>搜索层</translation>
        </message>
        <message>
            <source>Search layers by name, class or setting</source>
            <translation>按名称、类或设置搜索层</translation>
        </message>
        <message>
            <source>Share of the MACs</source>
            <translation>乘加运算占比</translation>
        </message>
        <message>
            <source>Share of the parameters</source>
            <translation>参数占比</translation>
        </message>
        <message>
            <source>Show in the diagram</source>
            <translation>在结构图中显示</translation>
        </message>
        <message>
            <source>Table</source>
            <translation>表格</translation>
        </message>
        <message>
            <source>The network as PyTorch prints it</source>
            <translation>PyTorch 打印出的网络</translation>
        </message>
        <message>
            <source>Tree</source>
            <translation>树形</translation>
        </message>
    </context>
    <context>
        <name>LeftSide</name>
        <message>
            <source>A layer of {network}...</source>
            <translation>{network} 的一层…</translation>
        </message>
        <message>
            <source>Choose a layer in the diagram or in the table, and open it here</source>
            <translation>在结构图或表格中选择一层，在这里打开</translation>
        </message>
        <message>
            <source>Kept as {name}; undo brings the edits back.</source>
            <translation>已保存为 {name}；撤销可找回修改。</translation>
        </message>
    </context>
    <context>
        <name>LessonPanel</name>
        <message>
            <source>Back to the lesson in the Learn room</source>
            <translation>回到“学习”页面中的这一课</translation>
        </message>
        <message>
            <source>Fold the lesson away; the Learn room keeps it</source>
            <translation>收起这一课；它仍在“学习”页面中</translation>
        </message>
    </context>
    <context>
        <name>LessonView</name>
        <message>
            <source>Exercises</source>
            <translation>练习</translation>
        </message>
        <message>
            <source>Heading: {title}</source>
            <translation>小标题：{title}</translation>
        </message>
        <message>
            <source>Sources</source>
            <translation>来源</translation>
        </message>
    </context>
    <context>
        <name>LessonsPage</name>
        <message>
            <source>Choose a file…</source>
            <translation>选择文件…</translation>
        </message>
        <message>
            <source>Choose a lesson</source>
            <translation>选择一课</translation>
        </message>
        <message>
            <source>Find in all lessons</source>
            <translation>在所有课文中查找</translation>
        </message>
        <message>
            <source>Fresh questions without end, and what to practise</source>
            <translation>源源不断的新题目，以及该练什么</translation>
        </message>
        <message>
            <source>Its steps open the real rooms, with the text beside them, and tick themselves.</source>
            <translation>课中的步骤会打开真正的页面，课文就在旁边；完成的步骤自动打勾。</translation>
        </message>
        <message>
            <source>Language of the lessons</source>
            <translation>课程的语言</translation>
        </message>
        <message>
            <source>Larger text (Ctrl++)</source>
            <translation>放大文字（Ctrl++）</translation>
        </message>
        <message>
            <source>Lessons ({patterns})</source>
            <translation>课 ({patterns})</translation>
        </message>
        <message>
            <source>Open a lesson's folder</source>
            <translation>打开课的文件夹</translation>
        </message>
        <message>
            <source>Open a lesson's folder…</source>
            <translation>打开课的文件夹…</translation>
        </message>
        <message>
            <source>Open a lesson's zip</source>
            <translation>打开课的 zip 文件</translation>
        </message>
        <message>
            <source>Open a lesson's zip…</source>
            <translation>打开课的 zip 文件…</translation>
        </message>
        <message>
            <source>Own lessons and results</source>
            <translation>自己的课与成绩</translation>
        </message>
        <message>
            <source>Practice</source>
            <translation>练习</translation>
        </message>
        <message>
            <source>Read in</source>
            <translation>阅读语言</translation>
        </message>
        <message>
            <source>Results ({patterns})</source>
            <translation>成绩 ({patterns})</translation>
        </message>
        <message>
            <source>Results {name}</source>
            <translation>成绩 {name}</translation>
        </message>
        <message>
            <source>Save my results</source>
            <translation>保存我的成绩</translation>
        </message>
        <message>
            <source>Save my results…</source>
            <translation>保存我的成绩…</translation>
        </message>
        <message>
            <source>Save the lesson as a PDF</source>
            <translation>将这一课保存为 PDF</translation>
        </message>
        <message>
            <source>Save the lesson as a PDF…</source>
            <translation>将这一课保存为 PDF…</translation>
        </message>
        <message>
            <source>Saved as {file}</source>
            <translation>已保存为 {file}</translation>
        </message>
        <message>
            <source>Smaller text (Ctrl+−)</source>
            <translation>缩小文字（Ctrl+−）</translation>
        </message>
        <message>
            <source>The file tells the steps that were done, what was typed to questions and the training runs of this computer. It is for a teacher, and is sent nowhere by itself.

Your name, if it is to stand there:</source>
            <translation>这个文件记录完成的步骤、题目的回答和这台电脑上的训练任务。它是给老师看的，程序不会把它发送到任何地方。

你的姓名（可以不填）：</translation>
        </message>
    </context>
    <context>
        <name>LicencesDialog</name>
        <message>
            <source>Libraries</source>
            <translation>库</translation>
        </message>
        <message>
            <source>Library</source>
            <translation>库</translation>
        </message>
        <message>
            <source>Licence</source>
            <translation>许可证</translation>
        </message>
        <message>
            <source>Licences</source>
            <translation>许可证</translation>
        </message>
        <message>
            <source>Text of the licence</source>
            <translation>许可证全文</translation>
        </message>
        <message>
            <source>The text of this licence stands at {address}</source>
            <translation>这份许可证的全文见 {address}</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>版本</translation>
        </message>
    </context>
    <context>
        <name>LogView</name>
        <message>
            <source>Copy the whole log</source>
            <translation>复制全部日志</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>日志</translation>
        </message>
        <message>
            <source>Log of the run</source>
            <translation>训练任务的日志</translation>
        </message>
    </context>
    <context>
        <name>Loupe</name>
        <message>
            <source>row {row}, column {col}</source>
            <translation>第 {row} 行第 {col} 列</translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>&amp;File</source>
            <translation>文件(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>帮助(&amp;H)</translation>
        </message>
        <message>
            <source>&amp;Language</source>
            <translation>语言(&amp;L)</translation>
        </message>
        <message>
            <source>&amp;Room</source>
            <translation>页面(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>视图(&amp;V)</translation>
        </message>
        <message>
            <source>C&amp;olours</source>
            <translation>配色(&amp;O)</translation>
        </message>
        <message>
            <source>Help</source>
            <translation>帮助</translation>
        </message>
        <message>
            <source>Keep going</source>
            <translation>继续运行</translation>
        </message>
        <message>
            <source>L&amp;essons</source>
            <translation>课程(&amp;E)</translation>
        </message>
        <message>
            <source>Stop and close</source>
            <translation>停止并关闭</translation>
        </message>
    </context>
    <context>
        <name>MapModel</name>
        <message>
            <source>, off</source>
            <translation>，已停用</translation>
        </message>
        <message>
            <source>channel {number}, numbers from {low} to {high}{off}</source>
            <translation>通道 {number}，数值从 {low} 到 {high}{off}</translation>
        </message>
    </context>
    <context>
        <name>MapPage</name>
        <message>
            <source>Map below ∗ kernel = contribution, and its number here. Click a row to see its products.</source>
            <translation>下面的特征图 ∗ 卷积核 = 贡献，以及它在此处的数。点击一行可查看各个乘积。</translation>
        </message>
        <message>
            <source>Open in the playground</source>
            <translation>在实验台上打开</translation>
        </message>
        <message>
            <source>This layer's own weights and input, to be changed by hand</source>
            <translation>这一层自己的权重和输入，可以动手修改</translation>
        </message>
        <message>
            <source>‹ All layers</source>
            <translation>‹ 所有层</translation>
        </message>
    </context>
    <context>
        <name>MapsSection</name>
        <message>
            <source>A map that is switched off gives zeros to the layers behind it</source>
            <translation>停用的特征图对后面的层给出零</translation>
        </message>
        <message>
            <source>Channels</source>
            <translation>通道</translation>
        </message>
        <message>
            <source>Input channel</source>
            <translation>输入通道</translation>
        </message>
        <message>
            <source>Input channel in front</source>
            <translation>最前面的输入通道</translation>
        </message>
        <message>
            <source>Input channels</source>
            <translation>输入通道</translation>
        </message>
        <message>
            <source>Map {number} switched on</source>
            <translation>启用特征图 {number}</translation>
        </message>
        <message>
            <source>Output map</source>
            <translation>输出特征图</translation>
        </message>
        <message>
            <source>Output map in front</source>
            <translation>最前面的输出特征图</translation>
        </message>
        <message>
            <source>Output maps</source>
            <translation>输出特征图</translation>
        </message>
    </context>
    <context>
        <name>Minimap</name>
        <message>
            <source>Overview of the diagram</source>
            <translation>结构图缩略图</translation>
        </message>
    </context>
    <context>
        <name>MistakesGallery</name>
        <message>
            <source>After the first epoch the test pictures that were missed with the most confidence stand here.</source>
            <translation>第一个轮次之后，这里会显示认错却最有把握的测试图像。</translation>
        </message>
        <message>
            <source>Another layer in the playground, with this picture before it</source>
            <translation>在实验台上打开另一层，以这幅图像为输入</translation>
        </message>
        <message>
            <source>No mistakes: every test picture was read correctly.</source>
            <translation>没有错误：每幅测试图像都认对了。</translation>
        </message>
        <message>
            <source>Open a layer</source>
            <translation>打开一层</translation>
        </message>
        <message>
            <source>Open another layer in the playground</source>
            <translation>在实验台上打开另一层</translation>
        </message>
        <message>
            <source>Open in the playground</source>
            <translation>在实验台上打开</translation>
        </message>
        <message>
            <source>Put the picture on the pad (double-click)</source>
            <translation>把图像放到画板上（双击）</translation>
        </message>
        <message>
            <source>Read in Draw</source>
            <translation>在“手写”页面识别</translation>
        </message>
        <message>
            <source>The first layer of this network in the playground, with this picture before it</source>
            <translation>在实验台上打开这个网络的第一层，以这幅图像为输入</translation>
        </message>
        <message>
            <source>Worst mistakes</source>
            <translation>最严重的错误</translation>
        </message>
    </context>
    <context>
        <name>MistakesModel</name>
        <message>
            <source>true {true}, predicted {predicted} with {sure} (test picture {number})</source>
            <translation>真实为 {true}，以 {sure} 的把握预测为 {predicted}（第 {number} 幅测试图像）</translation>
        </message>
    </context>
    <context>
        <name>ModeSwitch</name>
        <message>
            <source>Operation</source>
            <translation>运算</translation>
        </message>
        <message>
            <source>Receptive field</source>
            <translation>感受野</translation>
        </message>
    </context>
    <context>
        <name>ModelsDocument</name>
        <message>
            <source>There is no such function in {path}.</source>
            <translation>{path} 中没有这个函数。</translation>
        </message>
        <message>
            <source>{network} for {input}</source>
            <translation>{network}，输入 {input}</translation>
        </message>
        <message>
            <source>{network} has no block called {path}.</source>
            <translation>{network} 中没有名为 {path} 的块。</translation>
        </message>
        <message>
            <source>{network} has no layer called {path}.</source>
            <translation>{network} 中没有名为 {path} 的层。</translation>
        </message>
    </context>
    <context>
        <name>ModelsPage</name>
        <message>
            <source>Analysing {network} …</source>
            <translation>正在分析 {network}…</translation>
        </message>
        <message>
            <source>Open a picture</source>
            <translation>打开图片</translation>
        </message>
        <message>
            <source>Pictures ({patterns})</source>
            <translation>图片 ({patterns})</translation>
        </message>
        <message>
            <source>Saved {path}</source>
            <translation>已保存 {path}</translation>
        </message>
        <message>
            <source>Trying {network} …</source>
            <translation>正在试运行 {network}…</translation>
        </message>
        <message>
            <source>{network} takes no colour pictures. Choose one that does, such as ResNet-18.</source>
            <translation>{network} 不接受彩色图像。请选一个接受的网络，例如 ResNet-18。</translation>
        </message>
        <message>
            <source>{why} Shown below is still {network}.</source>
            <translation>{why}下面显示的仍是 {network}。</translation>
        </message>
    </context>
    <context>
        <name>NavRail</name>
        <message>
            <source>Rooms</source>
            <translation>页面</translation>
        </message>
    </context>
    <context>
        <name>NetworkBox</name>
        <message>
            <source>Open your own network…</source>
            <translation>打开自己的网络…</translation>
        </message>
    </context>
    <context>
        <name>NetworkInputView</name>
        <message>
            <source>What the network sees of the rectangle</source>
            <translation>网络在矩形里看到的</translation>
        </message>
    </context>
    <context>
        <name>NoticeStrip</name>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
    </context>
    <context>
        <name>Notices</name>
        <message>
            <source>Bring them back</source>
            <translation>恢复我的设置</translation>
        </message>
        <message>
            <source>CNN Studio crashed the last time. What was saved is here; a report says where it happened.</source>
            <translation>CNN Studio 上次崩溃了。已保存的内容都在；报告里写明了崩溃发生在哪里。</translation>
        </message>
        <message>
            <source>CNN Studio crashed twice while it started, so it started with the default settings.</source>
            <translation>CNN Studio 启动时崩溃了两次，因此这次用默认设置启动。</translation>
        </message>
        <message>
            <source>CNN Studio did not end by itself the last time: it was killed, or the computer went off. What was saved is here.</source>
            <translation>CNN Studio 上次没有正常结束：可能是被强行终止，或者电脑关机了。已保存的内容都在。</translation>
        </message>
        <message>
            <source>Close this window and start with the default settings; yours are kept in a file.</source>
            <translation>关闭这个窗口，用默认设置重新启动；你的设置会保存在文件里。</translation>
        </message>
        <message>
            <source>Close this window and start with them.</source>
            <translation>关闭这个窗口，用你的设置重新启动。</translation>
        </message>
        <message>
            <source>Copy report</source>
            <translation>复制报告</translation>
        </message>
        <message>
            <source>Safe start</source>
            <translation>安全启动</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>在文件夹中显示</translation>
        </message>
        <message>
            <source>Started with the default settings.</source>
            <translation>已用默认设置启动。</translation>
        </message>
        <message>
            <source>The report is on the clipboard.</source>
            <translation>报告已复制到剪贴板。</translation>
        </message>
        <message>
            <source>Yours are kept in {files}.</source>
            <translation>你的设置保存在 {files}。</translation>
        </message>
    </context>
    <context>
        <name>OpenBox</name>
        <message>
            <source>Open it</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>Open it in {room}</source>
            <translation>在“{room}”页面中打开</translation>
        </message>
    </context>
    <context>
        <name>OpenWeights</name>
        <message>
            <source>0 to 1, as this program trains</source>
            <translation>0 到 1，与本程序训练时相同</translation>
        </message>
        <message>
            <source>&lt;b&gt;It does not fit {network}.&lt;/b&gt; Choose the network that it was trained for.</source>
            <translation>&lt;b&gt;与 {network} 不匹配。&lt;/b&gt;请选择训练这些权重时所用的网络。</translation>
        </message>
        <message>
            <source>&lt;b&gt;This file is a pickle,&lt;/b&gt; a small program that rebuilds what was saved. It is read in a process of its own that takes tensors alone and runs nothing that the file asks for. Even so, open only a file from a source that you trust.</source>
            <translation>&lt;b&gt;这是一个 pickle 文件，&lt;/b&gt;也就是一段用来重建所存内容的小程序。它会在单独的进程里读取，只取出张量，文件要求运行的东西一概不运行。即便如此，也请只打开来源可信的文件。</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Classes</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>How the pictures were scaled that the weights were trained on; with another one they read nonsense</source>
            <translation>训练这些权重时图像数值的缩放方式；换一种方式，识别结果就毫无意义</translation>
        </message>
        <message>
            <source>ImageNet's 1,000, by name</source>
            <translation>ImageNet 的 1,000 个类别，显示名称</translation>
        </message>
        <message>
            <source>ImageNet's mean and deviation of each colour</source>
            <translation>ImageNet 各颜色的均值和标准差</translation>
        </message>
        <message>
            <source>Input scaling</source>
            <translation>输入数值缩放</translation>
        </message>
        <message>
            <source>Keeping them in the library…</source>
            <translation>正在存入权重库…</translation>
        </message>
        <message>
            <source>Leave out what the network does not have</source>
            <translation>略去网络中没有的张量</translation>
        </message>
        <message>
            <source>Looking which network it fits…</source>
            <translation>正在查找匹配的网络…</translation>
        </message>
        <message>
            <source>MNIST's mean 0.1307 and deviation 0.3081</source>
            <translation>MNIST 的均值 0.1307 和标准差 0.3081</translation>
        </message>
        <message>
            <source>Missing in the file ({count})</source>
            <translation>文件中缺少（{count}）</translation>
        </message>
        <message>
            <source>Names of the classes</source>
            <translation>类别名称</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>Network that the weights go into</source>
            <translation>要载入权重的网络</translation>
        </message>
        <message>
            <source>Not in the network ({count})</source>
            <translation>网络中没有（{count}）</translation>
        </message>
        <message>
            <source>Numbers</source>
            <translation>编号</translation>
        </message>
        <message>
            <source>Of another shape ({count})</source>
            <translation>形状不同（{count}）</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>Open the pickle</source>
            <translation>打开 pickle 文件</translation>
        </message>
        <message>
            <source>Open weights</source>
            <translation>打开权重</translation>
        </message>
        <message>
            <source>Opened {name}</source>
            <translation>已打开 {name}</translation>
        </message>
        <message>
            <source>Reading…</source>
            <translation>正在读取…</translation>
        </message>
        <message>
            <source>Scaling of the pictures that the weights want</source>
            <translation>权重所要求的图像数值缩放</translation>
        </message>
        <message>
            <source>Tensors that do not fit</source>
            <translation>不匹配的张量</translation>
        </message>
        <message>
            <source>The file is read</source>
            <translation>正在读取文件</translation>
        </message>
        <message>
            <source>Weights (*.safetensors *.pt *.pth *.bin *.ckpt);;All files (*)</source>
            <translation>权重 (*.safetensors *.pt *.pth *.bin *.ckpt);;所有文件 (*)</translation>
        </message>
        <message>
            <source>and {count} more</source>
            <translation>以及另外 {count} 个</translation>
        </message>
        <message>
            <source>−1 to 1, as Google's Inception networks</source>
            <translation>−1 到 1，与谷歌的 Inception 网络相同</translation>
        </message>
    </context>
    <context>
        <name>OpenedPanel</name>
        <message>
            <source>Close layer</source>
            <translation>关闭这一层</translation>
        </message>
        <message>
            <source>Free copy</source>
            <translation>自由副本</translation>
        </message>
        <message>
            <source>Layer {path}</source>
            <translation>层 {path}</translation>
        </message>
        <message>
            <source>No picture that fits it is there: another stands in. Draw or open one.</source>
            <translation>没有适合它的图像，暂用另一幅代替。请画一幅，或打开一张图片。</translation>
        </message>
        <message>
            <source>No picture that fits it is there: another stands in. Open one in Models.</source>
            <translation>没有适合它的图像，暂用另一幅代替。请在“模型”页面打开一张图片。</translation>
        </message>
        <message>
            <source>Take a free copy: the numbers that are shown, free to be changed in size, too</source>
            <translation>取一份自由副本：数值就是现在显示的，连大小也可以改</translation>
        </message>
        <message>
            <source>The network's own input. Pooling has no weights that could be changed.</source>
            <translation>网络自己的输入。池化没有可以修改的权重。</translation>
        </message>
        <message>
            <source>The network's own weights: click one and type, and the whole network predicts anew.</source>
            <translation>网络自己的权重：点一个权重并键入新值，整个网络就会重新预测。</translation>
        </message>
        <message>
            <source>{rows} × {cols} window, {ins} → {outs} channels, {height} × {width} → {down} × {across}</source>
            <translation>{rows} × {cols} 窗口，{ins} → {outs} 个通道，{height} × {width} → {down} × {across}</translation>
        </message>
    </context>
    <context>
        <name>Opening</name>
        <message>
            <source>The layer of {former} was closed: {network} has others. Open one of them in Models.</source>
            <translation>{former} 的层已关闭：{network} 的层不同。请在“模型”页面打开其中一层。</translation>
        </message>
        <message>
            <source>pruning</source>
            <translation>剪枝</translation>
        </message>
        <message>
            <source>putting back all weights</source>
            <translation>还原全部权重</translation>
        </message>
        <message>
            <source>putting back {path}</source>
            <translation>还原 {path}</translation>
        </message>
        <message>
            <source>switching map {number} off</source>
            <translation>停用特征图 {number}</translation>
        </message>
        <message>
            <source>switching map {number} on</source>
            <translation>启用特征图 {number}</translation>
        </message>
    </context>
    <context>
        <name>OwnNetwork</name>
        <message>
            <source>&lt;b&gt;This runs the code in {name} on your computer,&lt;/b&gt; with all your rights. Open only a file that you wrote or trust. {before} Network:</source>
            <translation>&lt;b&gt;这会在你的电脑上运行 {name} 中的代码，&lt;/b&gt;它拥有你的全部权限。请只打开自己写的或信得过的文件。{before}网络：</translation>
        </message>
        <message>
            <source>A network in a Python file (.py)</source>
            <translation>Python 文件（.py）中的网络</translation>
        </message>
        <message>
            <source>A network in a Python file (.py), or one saved with torch.export (.pt2) or as ONNX (.onnx)</source>
            <translation>Python 文件（.py）中的网络，或用 torch.export（.pt2）、ONNX（.onnx）保存的网络</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>It has changed since you opened it.</source>
            <translation>这个文件在你上次打开之后有了改动。</translation>
        </message>
        <message>
            <source>Network in the file</source>
            <translation>文件中的网络</translation>
        </message>
        <message>
            <source>Networks (*.py *.pt2 *.onnx);;Python files (*.py);;Exported networks (*.pt2 *.onnx)</source>
            <translation>网络 (*.py *.pt2 *.onnx);;Python 文件 (*.py);;导出的网络 (*.pt2 *.onnx)</translation>
        </message>
        <message>
            <source>Open your own network</source>
            <translation>打开自己的网络</translation>
        </message>
        <message>
            <source>Open your own network…</source>
            <translation>打开自己的网络…</translation>
        </message>
        <message>
            <source>Python files (*.py)</source>
            <translation>Python 文件 (*.py)</translation>
        </message>
        <message>
            <source>Run it</source>
            <translation>运行</translation>
        </message>
        <message>
            <source>such as 10</source>
            <translation>例如 10</translation>
        </message>
        <message>
            <source>{name} has no class that derives from torch.nn.Module, and nothing that builds a network. Choose another file.</source>
            <translation>{name} 中既没有 torch.nn.Module 的子类，也没有可以构建网络的函数或对象。请另选一个文件。</translation>
        </message>
    </context>
    <context>
        <name>Pad</name>
        <message>
            <source>Draw a digit here</source>
            <translation>在这里画一个数字</translation>
        </message>
        <message>
            <source>Drawing pad</source>
            <translation>画板</translation>
        </message>
        <message>
            <source>or drop a picture of one</source>
            <translation>或者拖入一张数字的图片</translation>
        </message>
    </context>
    <context>
        <name>Paper</name>
        <message>
            <source>Do what the text says here.</source>
            <translation>照这里的课文去做。</translation>
        </message>
        <message>
            <source>Exercises</source>
            <translation>练习</translation>
        </message>
        <message>
            <source>In the program, this opens a saved state.</source>
            <translation>在程序中，这里会打开一个保存的状态。</translation>
        </message>
        <message>
            <source>In the program, this opens {room}.</source>
            <translation>在程序中，这里会打开“{room}”页面。</translation>
        </message>
        <message>
            <source>Page {page} of {pages}</source>
            <translation>第 {page} 页，共 {pages} 页</translation>
        </message>
        <message>
            <source>Sources</source>
            <translation>来源</translation>
        </message>
    </context>
    <context>
        <name>PictureInput</name>
        <message>
            <source>Loading a digit...</source>
            <translation>正在加载数字…</translation>
        </message>
        <message>
            <source>Open a picture</source>
            <translation>打开图片</translation>
        </message>
        <message>
            <source>Opening {name}...</source>
            <translation>正在打开 {name}…</translation>
        </message>
        <message>
            <source>Pictures ({patterns});;All files (*)</source>
            <translation>图片 ({patterns});;所有文件 (*)</translation>
        </message>
        <message>
            <source>The pasted picture</source>
            <translation>粘贴的图片</translation>
        </message>
        <message>
            <source>There is no picture on the clipboard. Copy one, or open a file.</source>
            <translation>剪贴板上没有图片。请先复制一张，或者打开文件。</translation>
        </message>
        <message>
            <source>opening a picture</source>
            <translation>打开图片</translation>
        </message>
    </context>
    <context>
        <name>PicturePane</name>
        <message>
            <source>&lt;b&gt;The weights are random,&lt;/b&gt; so the network knows nothing of pictures and its prediction would mean nothing. Open weights that were trained on such pictures.</source>
            <translation>&lt;b&gt;权重是随机的，&lt;/b&gt;网络对图像一无所知，预测毫无意义。请打开用这类图像训练过的权重。</translation>
        </message>
        <message>
            <source>Every layer can be opened on this picture: choose one in the diagram or the table.</source>
            <translation>任意一层都可以用这幅图像展开查看：请在结构图或表格中选择一层。</translation>
        </message>
        <message>
            <source>Looking at it…</source>
            <translation>正在识别…</translation>
        </message>
        <message>
            <source>Open a photograph: it is scaled, its middle of {rows} × {columns} pixels is cut out, and the network says what it sees.</source>
            <translation>打开一张照片：程序把它缩放，截取正中的 {rows} × {columns} 个像素，再由网络说出它看到什么。</translation>
        </message>
        <message>
            <source>Open a picture…</source>
            <translation>打开图片…</translation>
        </message>
        <message>
            <source>Open weights…</source>
            <translation>打开权重…</translation>
        </message>
        <message>
            <source>What the network sees in it</source>
            <translation>网络从中看到了什么</translation>
        </message>
        <message>
            <source>class {number}</source>
            <translation>类别 {number}</translation>
        </message>
        <message>
            <source>{name}, as the network gets it: {size}</source>
            <translation>{name}，即网络实际得到的图像：{size}</translation>
        </message>
    </context>
    <context>
        <name>PictureWriter</name>
        <message>
            <source>Another picture is still being written. Save {name} again in a moment.</source>
            <translation>另一张图片仍在写入。请稍后再保存 {name}。</translation>
        </message>
    </context>
    <context>
        <name>PlaygroundDocument</name>
        <message>
            <source>opening a state</source>
            <translation>打开状态</translation>
        </message>
    </context>
    <context>
        <name>PlaygroundModel</name>
        <message>
            <source>This layer is too large for a free copy: {why}</source>
            <translation>这一层太大，无法取自由副本：{why}</translation>
        </message>
        <message>
            <source>taking a free copy</source>
            <translation>取自由副本</translation>
        </message>
    </context>
    <context>
        <name>PlaygroundPage</name>
        <message>
            <source>Computing the picture...</source>
            <translation>正在生成图片…</translation>
        </message>
        <message>
            <source>showing the operation</source>
            <translation>显示运算</translation>
        </message>
        <message>
            <source>showing the receptive field</source>
            <translation>显示感受野</translation>
        </message>
    </context>
    <context>
        <name>PracticeView</name>
        <message>
            <source>By kind of question</source>
            <translation>按题型</translation>
        </message>
        <message>
            <source>By slip, the most frequent first</source>
            <translation>按失误，最常犯的在前</translation>
        </message>
        <message>
            <source>Choose at least one kind.</source>
            <translation>请至少选择一种题型。</translation>
        </message>
        <message>
            <source>Fresh questions without end, each worked out by PyTorch. Choose the kinds.</source>
            <translation>题目源源不断，答案由 PyTorch 算出。请选择题型。</translation>
        </message>
        <message>
            <source>Next question</source>
            <translation>下一题</translation>
        </message>
        <message>
            <source>Nothing was missed yet. What you get wrong in lessons, in practice and with “Predict first” is listed here.</source>
            <translation>还没有答错过。你在课程、练习和“先预测”中答错的题目会列在这里。</translation>
        </message>
        <message>
            <source>Only questions with this slip: {slip}</source>
            <translation>只练会出现这种失误的题目：{slip}</translation>
        </message>
        <message>
            <source>Practice</source>
            <translation>练习</translation>
        </message>
        <message>
            <source>Practise all kinds again</source>
            <translation>恢复练习所有题型</translation>
        </message>
        <message>
            <source>Practise this</source>
            <translation>练这个</translation>
        </message>
        <message>
            <source>Practise this: {what}</source>
            <translation>练这个：{what}</translation>
        </message>
        <message>
            <source>Practise what the lessons ask, or see what to practise</source>
            <translation>练习课程中的题目，或查看该练什么</translation>
        </message>
        <message>
            <source>What to practise</source>
            <translation>该练什么</translation>
        </message>
        <message>
            <source>{right} of {asked} right, {streak} in a row, {longest} at best</source>
            <translation>答对 {right} 题，共 {asked} 题；连对 {streak} 题，最多连对 {longest} 题</translation>
        </message>
        <message>
            <source>{what}: {right} of {asked} right</source>
            <translation>{what}：答对 {right} 题，共 {asked} 题</translation>
        </message>
    </context>
    <context>
        <name>PredictPanel</name>
        <message>
            <source>All of this is shown. Choose something else.</source>
            <translation>这里的内容已全部显示。请选择别的内容。</translation>
        </message>
        <message>
            <source>Predict first</source>
            <translation>先预测</translation>
        </message>
        <message>
            <source>{thing} ?</source>
            <translation>{thing}？</translation>
        </message>
        <message>
            <source>{thing} ✓</source>
            <translation>{thing} ✓</translation>
        </message>
        <message>
            <source>{thing}, shown</source>
            <translation>{thing}，已显示</translation>
        </message>
        <message>
            <source>{thing}, to be predicted</source>
            <translation>{thing}，待预测</translation>
        </message>
    </context>
    <context>
        <name>PredictionBars</name>
        <message>
            <source>Probabilities</source>
            <translation>概率</translation>
        </message>
    </context>
    <context>
        <name>PredictionSection</name>
        <message>
            <source>. They stand in: {reason}</source>
            <translation>。这是替代数据：{reason}</translation>
        </message>
        <message>
            <source>Accuracy</source>
            <translation>准确率</translation>
        </message>
        <message>
            <source>Ahead of {former} by {before} → of {second} by {lead}</source>
            <translation>比 {former} 高 {before} → 比 {second} 高 {lead}</translation>
        </message>
        <message>
            <source>Ahead of {second} by {lead}</source>
            <translation>比 {second} 高 {lead}</translation>
        </message>
        <message>
            <source>Click: show it to the network. Double click: put it on Draw's pad.</source>
            <translation>点击：给网络看。双击：放到“手写”页面的画板上。</translation>
        </message>
        <message>
            <source>Drawing the built-in digits · {share}</source>
            <translation>正在生成内置数字 · {share}</translation>
        </message>
        <message>
            <source>Measuring on the first {first} pictures of {set}: {count} so far</source>
            <translation>正在测量：{set}的前 {first} 幅图像，已完成 {count} 幅</translation>
        </message>
        <message>
            <source>Measuring the accuracy on test pictures</source>
            <translation>正在测试图像上测量准确率</translation>
        </message>
        <message>
            <source>None changed</source>
            <translation>没有变化</translation>
        </message>
        <message>
            <source>Pictures read otherwise</source>
            <translation>识别结果有变的图像</translation>
        </message>
        <message>
            <source>The network's prediction</source>
            <translation>网络的预测</translation>
        </message>
        <message>
            <source>class {number}</source>
            <translation>类别 {number}</translation>
        </message>
        <message>
            <source>of the first {count} of {total} pictures of {set}</source>
            <translation>{set}的前 {count} 幅图像，共 {total} 幅</translation>
        </message>
        <message>
            <source>the test set of {dataset}</source>
            <translation>{dataset} 的测试集</translation>
        </message>
        <message>
            <source>the {dataset} test set</source>
            <translation>{dataset} 测试集</translation>
        </message>
    </context>
    <context>
        <name>Printing</name>
        <message>
            <source>Saved as {file}</source>
            <translation>已保存为 {file}</translation>
        </message>
        <message>
            <source>Writing {name}</source>
            <translation>正在写入 {name}</translation>
        </message>
    </context>
    <context>
        <name>ProbabilityBars</name>
        <message>
            <source>No ink yet</source>
            <translation>还没有墨迹</translation>
        </message>
        <message>
            <source>Probabilities</source>
            <translation>概率</translation>
        </message>
        <message>
            <source>{name}: {share}, {how}
Click to see which ink speaks for it and which against.</source>
            <translation>{name}：{share}，{how}
点击可查看哪些墨迹支持它，哪些反对它。</translation>
        </message>
    </context>
    <context>
        <name>ProductView</name>
        <message>
            <source>Channel</source>
            <translation>通道</translation>
        </message>
        <message>
            <source>Column</source>
            <translation>列</translation>
        </message>
        <message>
            <source>Copy the arithmetic</source>
            <translation>复制算式</translation>
        </message>
        <message>
            <source>Product</source>
            <translation>乘积</translation>
        </message>
        <message>
            <source>Row</source>
            <translation>行</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>数值</translation>
        </message>
        <message>
            <source>Weight</source>
            <translation>权重</translation>
        </message>
    </context>
    <context>
        <name>ProgressStrip</name>
        <message>
            <source>Progress of the run</source>
            <translation>训练任务的进度</translation>
        </message>
    </context>
    <context>
        <name>Prose</name>
        <message>
            <source>Copy the formula as LaTeX</source>
            <translation>将公式复制为 LaTeX</translation>
        </message>
    </context>
    <context>
        <name>PruningSection</name>
        <message>
            <source>Network</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>Share of the network</source>
            <translation>在整个网络中的比例</translation>
        </message>
        <message>
            <source>Share of this layer</source>
            <translation>在这一层中的比例</translation>
        </message>
        <message>
            <source>Smallest weights set to zero</source>
            <translation>把最小的权重设为零</translation>
        </message>
        <message>
            <source>This layer</source>
            <translation>这一层</translation>
        </message>
        <message>
            <source>Weights that were typed keep their values.</source>
            <translation>手动输入的权重保持不变。</translation>
        </message>
        <message>
            <source>less than 0.1 %</source>
            <translation>不到 0.1 %</translation>
        </message>
        <message>
            <source>{zero} of {total} weights of the network are zero, {share}</source>
            <translation>整个网络的 {total} 个权重中有 {zero} 个为零，占 {share}</translation>
        </message>
        <message>
            <source>{zero} of {total} weights of this layer are zero, {share}</source>
            <translation>这一层的 {total} 个权重中有 {zero} 个为零，占 {share}</translation>
        </message>
    </context>
    <context>
        <name>QFileDialog</name>
        <message>
            <source>&amp;Look in:</source>
            <translation>查看(&amp;L)：</translation>
        </message>
        <message>
            <source>Files of &amp;type:</source>
            <translation>文件类型(&amp;T)：</translation>
        </message>
    </context>
    <context>
        <name>QuestionBox</name>
        <message>
            <source>26, 1/4 or 3*3*64</source>
            <translation>26、1/4 或 3*3*64</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>检查</translation>
        </message>
        <message>
            <source>Opens the Playground at the place where it goes wrong</source>
            <translation>在实验台上打开出错的地方</translation>
        </message>
        <message>
            <source>Play it</source>
            <translation>动手试试</translation>
        </message>
        <message>
            <source>Reveal</source>
            <translation>显示答案</translation>
        </message>
        <message>
            <source>Shows the result without a prediction</source>
            <translation>不作预测，直接显示结果</translation>
        </message>
        <message>
            <source>That is not it. Try again, or play it.</source>
            <translation>不对。请再试一次，或者动手试试。</translation>
        </message>
        <message>
            <source>That is not it. Try again.</source>
            <translation>不对。请再试一次。</translation>
        </message>
        <message>
            <source>Your result</source>
            <translation>你的答案</translation>
        </message>
        <message>
            <source>{value}: right.</source>
            <translation>{value}：正确。</translation>
        </message>
    </context>
    <context>
        <name>QueueList</name>
        <message>
            <source>Go on with it: {run}</source>
            <translation>继续：{run}</translation>
        </message>
        <message>
            <source>MNIST, or built-in digits</source>
            <translation>MNIST 或内置数字</translation>
        </message>
        <message>
            <source>Start it: {run}</source>
            <translation>开始：{run}</translation>
        </message>
        <message>
            <source>Take out of the queue: {run}</source>
            <translation>移出队列：{run}</translation>
        </message>
        <message>
            <source>These runs waited when the program was ended; none begins by itself</source>
            <translation>程序退出时，这些训练任务仍在排队；它们都不会自动开始</translation>
        </message>
        <message>
            <source>Waiting for their turn</source>
            <translation>正在排队</translation>
        </message>
        <message>
            <source>Waiting for their turn, {count} more below these</source>
            <translation>正在排队，下面还有 {count} 个</translation>
        </message>
        <message>
            <source>Waiting since the last time</source>
            <translation>上次留下的排队任务</translation>
        </message>
        <message>
            <source>Waiting since the last time, {count} more below these</source>
            <translation>上次留下的排队任务，下面还有 {count} 个</translation>
        </message>
        <message>
            <source>{network} on {dataset}</source>
            <translation>{network}（{dataset}）</translation>
        </message>
        <message>
            <source>{run}
Epochs: {epochs}, batch size: {batch}, learning rate: {rate}</source>
            <translation>{run}
轮次：{epochs}，批量大小：{batch}，学习率：{rate}</translation>
        </message>
    </context>
    <context>
        <name>ReaderNote</name>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>How well it reads is not known.</source>
            <translation>识别效果尚不清楚。</translation>
        </message>
        <message>
            <source>Its weights were changed by hand: it reads {after} {of_set} now, {before} before.</source>
            <translation>权重经手动修改：{of_set}现在认对 {after}，之前认对 {before}。</translation>
        </message>
        <message>
            <source>Its weights were changed by hand; the playground measures what that is worth.</source>
            <translation>权重经手动修改；效果如何，可以在实验台上测量。</translation>
        </message>
        <message>
            <source>Make it the current network</source>
            <translation>设为当前网络</translation>
        </message>
        <message>
            <source>Open {layer}</source>
            <translation>打开 {layer}</translation>
        </message>
        <message>
            <source>Read by {network}: {reason}</source>
            <translation>由 {network} 识别：{reason}</translation>
        </message>
        <message>
            <source>Read with random weights</source>
            <translation>用随机权重识别</translation>
        </message>
        <message>
            <source>Read with the built-in network</source>
            <translation>用内置网络识别</translation>
        </message>
        <message>
            <source>Run {network}</source>
            <translation>运行 {network}</translation>
        </message>
        <message>
            <source>The layer that was changed by hand, in the playground</source>
            <translation>在实验台上打开手动修改过的层</translation>
        </message>
        <message>
            <source>The network as it learns: the predictions change with it.</source>
            <translation>这是正在学习的网络：预测会随之变化。</translation>
        </message>
        <message>
            <source>Train {network}</source>
            <translation>训练 {network}</translation>
        </message>
        <message>
            <source>of the first {count} {set} test pictures</source>
            <translation>前 {count} 幅 {set} 测试图像</translation>
        </message>
        <message>
            <source>of the {set} test pictures</source>
            <translation>{set} 测试图像</translation>
        </message>
        <message>
            <source>{network} has not learnt yet.</source>
            <translation>{network} 还没有学习过。</translation>
        </message>
        <message>
            <source>{network} has to be trained before it can read.</source>
            <translation>{network} 要先训练才能识别。</translation>
        </message>
        <message>
            <source>{network} is being loaded.</source>
            <translation>{network} 正在加载。</translation>
        </message>
        <message>
            <source>{network} is being tried: whether it reads digits is not known yet.</source>
            <translation>正在试运行 {network}：它能否识别数字尚不清楚。</translation>
        </message>
        <message>
            <source>{network} is shown in the other rooms then, too.</source>
            <translation>之后其他页面也会显示 {network}。</translation>
        </message>
        <message>
            <source>{weights}: it has not learnt yet.</source>
            <translation>{weights}：还没有学习过。</translation>
        </message>
    </context>
    <context>
        <name>RoomFrame</name>
        <message>
            <source>Details</source>
            <translation>详情</translation>
        </message>
        <message>
            <source>Show the details (Ctrl+I)</source>
            <translation>显示详情（Ctrl+I）</translation>
        </message>
    </context>
    <context>
        <name>RoomStandIn</name>
        <message>
            <source>Loading PyTorch…</source>
            <translation>正在加载 PyTorch…</translation>
        </message>
        <message>
            <source>This room is still to come</source>
            <translation>这个页面尚未完成</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>{room} could not be opened</source>
            <translation>无法打开“{room}”页面</translation>
        </message>
    </context>
    <context>
        <name>RunButtons</name>
        <message>
            <source>Back to this run</source>
            <translation>回到这次训练</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>One optimiser step, then wait</source>
            <translation>优化器走一步，然后等待</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>暂停</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>排队</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Set up the next run</source>
            <translation>设置下一次训练</translation>
        </message>
        <message>
            <source>Start training</source>
            <translation>开始训练</translation>
        </message>
        <message>
            <source>Step</source>
            <translation>单步</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Train this as soon as what trains now has ended</source>
            <translation>当前的训练一结束就训练这个</translation>
        </message>
    </context>
    <context>
        <name>RunController</name>
        <message>
            <source>the run has ended</source>
            <translation>训练任务结束</translation>
        </message>
    </context>
    <context>
        <name>RunList</name>
        <message>
            <source>Delete</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Delete the run (can be undone)</source>
            <translation>删除训练任务（可以撤销）</translation>
        </message>
        <message>
            <source>Go on where this run was stopped</source>
            <translation>从停止的地方继续这次训练任务</translation>
        </message>
        <message>
            <source>Looking for runs…</source>
            <translation>正在查找训练任务…</translation>
        </message>
        <message>
            <source>Make these the weights of the current network, in every room</source>
            <translation>在所有页面中，将它设为当前网络的权重</translation>
        </message>
        <message>
            <source>Open the folder</source>
            <translation>打开文件夹</translation>
        </message>
        <message>
            <source>Open the run's folder</source>
            <translation>打开训练任务的文件夹</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Run deleted. Undo</source>
            <translation>训练任务已删除。撤销</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>训练任务</translation>
        </message>
        <message>
            <source>Runs are listed here once there are some. Tick them to compare their curves.</source>
            <translation>有了训练任务就会列在这里。勾选它们可以比较曲线。</translation>
        </message>
        <message>
            <source>Take over its settings</source>
            <translation>采用它的设置</translation>
        </message>
        <message>
            <source>Use best weights, epoch {epoch}</source>
            <translation>使用最佳权重，轮次 {epoch}</translation>
        </message>
        <message>
            <source>Use final weights</source>
            <translation>使用最终权重</translation>
        </message>
        <message>
            <source>Use latest weights</source>
            <translation>使用最新权重</translation>
        </message>
        <message>
            <source>Use weights</source>
            <translation>使用权重</translation>
        </message>
        <message>
            <source>Use weights…</source>
            <translation>使用权重…</translation>
        </message>
        <message>
            <source>{accuracy} of the test set</source>
            <translation>测试准确率 {accuracy}</translation>
        </message>
        <message>
            <source>{accuracy} of the test set they were chosen on</source>
            <translation>测试准确率 {accuracy}（权重就是按它选出的）</translation>
        </message>
    </context>
    <context>
        <name>RunRecord</name>
        <message>
            <source>Cancelled</source>
            <translation>已取消</translation>
        </message>
        <message>
            <source>Connecting…</source>
            <translation>正在连接…</translation>
        </message>
        <message>
            <source>Downloading {file}</source>
            <translation>正在下载 {file}</translation>
        </message>
        <message>
            <source>Drawing the built-in digits</source>
            <translation>正在生成内置数字</translation>
        </message>
        <message>
            <source>Epoch {epoch}/{epochs} · batch {batch}/{batches}</source>
            <translation>轮次 {epoch}/{epochs} · 小批量 {batch}/{batches}</translation>
        </message>
        <message>
            <source>Failed after step {step} of {steps}; the reason stands above</source>
            <translation>在第 {step} 步失败，共 {steps} 步；原因见上方</translation>
        </message>
        <message>
            <source>Failed: {reason}</source>
            <translation>失败：{reason}</translation>
        </message>
        <message>
            <source>Failed; the reason stands above</source>
            <translation>失败；原因见上方</translation>
        </message>
        <message>
            <source>Finished without having learnt: {accuracy} of the test pictures, guessing gives {chance}</source>
            <translation>已完成，但没有学会：测试图像认对 {accuracy}，而瞎猜就有 {chance}</translation>
        </message>
        <message>
            <source>Finished: {accuracy} of the test pictures are read correctly</source>
            <translation>已完成：测试图像认对 {accuracy}</translation>
        </message>
        <message>
            <source>Loading PyTorch…</source>
            <translation>正在加载 PyTorch…</translation>
        </message>
        <message>
            <source>No progress for {steps} steps: the loss is {loss}, and guessing among {classes} classes gives {chance}. Another learning rate or PyTorch's own initial weights may help.</source>
            <translation>{steps} 步没有进展：损失是 {loss}，而在 {classes} 个类别中瞎猜，损失就是 {chance}。换一个学习率，或改用 PyTorch 自带的初始权重，也许有帮助。</translation>
        </message>
        <message>
            <source>Reading {file}</source>
            <translation>正在读取 {file}</translation>
        </message>
        <message>
            <source>Stopped after step {step} of {steps}; it can be resumed from the list of runs</source>
            <translation>在第 {step} 步停止，共 {steps} 步；可以从训练任务列表中继续</translation>
        </message>
        <message>
            <source>Trying {network}…</source>
            <translation>正在试运行 {network}…</translation>
        </message>
        <message>
            <source>{figures} · {left} left</source>
            <translation>{figures} · 剩余 {left}</translation>
        </message>
        <message>
            <source>{speed} images/s</source>
            <translation>每秒 {speed} 幅图像</translation>
        </message>
    </context>
    <context>
        <name>RunsModel</name>
        <message>
            <source>0 to 1</source>
            <translation>0 到 1</translation>
        </message>
        <message>
            <source>Data set</source>
            <translation>数据集</translation>
        </message>
        <message>
            <source>Epochs</source>
            <translation>轮次</translation>
        </message>
        <message>
            <source>Epochs done</source>
            <translation>完成的轮次</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>Recipe</source>
            <translation>训练方案</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>训练任务</translation>
        </message>
        <message>
            <source>Started</source>
            <translation>开始时间</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Test accuracy</source>
            <translation>测试准确率</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>用时</translation>
        </message>
        <message>
            <source>Training accuracy</source>
            <translation>训练准确率</translation>
        </message>
        <message>
            <source>damaged</source>
            <translation>已损坏</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>finished</source>
            <translation>已完成</translation>
        </message>
        <message>
            <source>of a later version</source>
            <translation>来自更高版本</translation>
        </message>
        <message>
            <source>running</source>
            <translation>正在运行</translation>
        </message>
        <message>
            <source>stopped</source>
            <translation>已停止</translation>
        </message>
    </context>
    <context>
        <name>SheetActions</name>
        <message>
            <source>Open a picture</source>
            <translation>打开图片</translation>
        </message>
        <message>
            <source>Pictures ({patterns});;All files (*)</source>
            <translation>图片 ({patterns});;所有文件 (*)</translation>
        </message>
        <message>
            <source>Reading {name}</source>
            <translation>正在读取 {name}</translation>
        </message>
        <message>
            <source>Save the drawing</source>
            <translation>保存这幅画</translation>
        </message>
        <message>
            <source>Saved as {file}</source>
            <translation>已保存为 {file}</translation>
        </message>
        <message>
            <source>The drawing is on the clipboard.</source>
            <translation>这幅画已复制到剪贴板。</translation>
        </message>
        <message>
            <source>The picture</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>There is no picture to paste. Copy one first.</source>
            <translation>没有可粘贴的图片。请先复制一张。</translation>
        </message>
    </context>
    <context>
        <name>SignedScale</name>
        <message>
            <source>Colours</source>
            <translation>颜色</translation>
        </message>
        <message>
            <source>Colours from {left} over 0 to {right}</source>
            <translation>颜色从“{left}”经 0 到“{right}”</translation>
        </message>
    </context>
    <context>
        <name>StackControls</name>
        <message>
            <source>Add conv</source>
            <translation>添加卷积</translation>
        </message>
        <message>
            <source>Add pool</source>
            <translation>添加池化</translation>
        </message>
        <message>
            <source>By hand</source>
            <translation>自定义</translation>
        </message>
        <message>
            <source>Channels</source>
            <translation>通道数</translation>
        </message>
        <message>
            <source>Input side</source>
            <translation>输入边长</translation>
        </message>
        <message>
            <source>Layers, top first</source>
            <translation>各层（最上层在前）</translation>
        </message>
        <message>
            <source>Stack</source>
            <translation>堆叠</translation>
        </message>
        <message>
            <source>Stack preset</source>
            <translation>预设堆叠</translation>
        </message>
        <message>
            <source>adding a layer</source>
            <translation>添加一层</translation>
        </message>
        <message>
            <source>changing layer {number}</source>
            <translation>改变第 {number} 层</translation>
        </message>
        <message>
            <source>changing the input channels</source>
            <translation>改变输入通道数</translation>
        </message>
        <message>
            <source>changing the input side</source>
            <translation>改变输入边长</translation>
        </message>
        <message>
            <source>choosing the stack {name}</source>
            <translation>选用堆叠“{name}”</translation>
        </message>
        <message>
            <source>moving a layer</source>
            <translation>移动一层</translation>
        </message>
        <message>
            <source>removing a layer</source>
            <translation>移除一层</translation>
        </message>
    </context>
    <context>
        <name>StackTable</name>
        <message>
            <source>&lt;b&gt;{name}, unit ({row}, {col})&lt;/b&gt;</source>
            <translation>&lt;b&gt;{name}，第 {row} 行第 {col} 列的单元&lt;/b&gt;</translation>
        </message>
        <message>
            <source>A cell of the input: it depends on itself alone.</source>
            <translation>输入的一格：只取决于它自己。</translation>
        </message>
        <message>
            <source>Add convolutions to compare their weights with those of a single layer.</source>
            <translation>添加卷积之后，可以与单独一层比较权重的数目。</translation>
        </message>
        <message>
            <source>Field</source>
            <translation>感受野</translation>
        </message>
        <message>
            <source>Filled: cells that take part. Dashed and hatched: the field reaches past the border, into padding.</source>
            <translation>填色的：参与计算的格子。虚线和斜线：感受野越过边界，伸进了填充。</translation>
        </message>
        <message>
            <source>Level</source>
            <translation>层级</translation>
        </message>
        <message>
            <source>Offset</source>
            <translation>偏移</translation>
        </message>
        <message>
            <source>Stride</source>
            <translation>步幅</translation>
        </message>
        <message>
            <source>Weights</source>
            <translation>权重</translation>
        </message>
        <message>
            <source>What they cost together is shown once the receptive field was predicted.</source>
            <translation>先预测感受野，再显示各层合计的参数量。</translation>
        </message>
        <message>
            <source>cells</source>
            <translation>格</translation>
        </message>
        <message>
            <source>depends on ? rows and columns of the input</source>
            <translation>取决于输入的 ? 行 ? 列</translation>
        </message>
        <message>
            <source>depends on rows {top} to {bottom}, columns {left} to {right} of the input: {count} of {whole} cells are really there.</source>
            <translation>取决于输入的第 {top} 至 {bottom} 行、第 {left} 至 {right} 列，共 {whole} 格，其中 {count} 格真正存在。</translation>
        </message>
    </context>
    <context>
        <name>StackView</name>
        <message>
            <source>Conv</source>
            <translation>卷积</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>Pool</source>
            <translation>池化</translation>
        </message>
        <message>
            <source>The stack of feature maps</source>
            <translation>堆叠的特征图</translation>
        </message>
    </context>
    <context>
        <name>StateFiles</name>
        <message>
            <source>Copied as PyTorch code: it prints these numbers.</source>
            <translation>已复制为 PyTorch 代码：它会打印这些数。</translation>
        </message>
        <message>
            <source>Open a playground file</source>
            <translation>打开实验台文件</translation>
        </message>
        <message>
            <source>Save the playground</source>
            <translation>保存实验台</translation>
        </message>
        <message>
            <source>Saved {name}.</source>
            <translation>已保存 {name}。</translation>
        </message>
        <message>
            <source>opening {name}</source>
            <translation>打开 {name}</translation>
        </message>
    </context>
    <context>
        <name>StatusLine</name>
        <message>
            <source>Apple GPU</source>
            <translation>Apple GPU</translation>
        </message>
        <message>
            <source>CPU</source>
            <translation>CPU</translation>
        </message>
        <message>
            <source>{device} · {used} of {total} · program {memory}</source>
            <translation>{device} · 已用 {used}，共 {total} · 程序 {memory}</translation>
        </message>
    </context>
    <context>
        <name>StepBox</name>
        <message>
            <source>Choose a number from {low} to {high}.</source>
            <translation>请选择 {low} 到 {high} 之间的数。</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>已完成</translation>
        </message>
        <message>
            <source>Still to do</source>
            <translation>待完成</translation>
        </message>
        <message>
            <source>setting {parameter} to {value}</source>
            <translation>将{parameter}设为 {value}</translation>
        </message>
    </context>
    <context>
        <name>StrokeArguments</name>
        <message>
            <source>What each stroke argues for</source>
            <translation>每一笔支持哪个类别</translation>
        </message>
    </context>
    <context>
        <name>Studio</name>
        <message>
            <source>Trying {network}</source>
            <translation>正在试运行 {network}</translation>
        </message>
        <message>
            <source>choosing {title}</source>
            <translation>选择 {title}</translation>
        </message>
    </context>
    <context>
        <name>TableActions</name>
        <message>
            <source>Copy as CSV</source>
            <translation>复制为 CSV</translation>
        </message>
        <message>
            <source>Copy as Markdown</source>
            <translation>复制为 Markdown</translation>
        </message>
        <message>
            <source>Copy as text</source>
            <translation>复制为文本</translation>
        </message>
        <message>
            <source>Save as a file…</source>
            <translation>保存为文件…</translation>
        </message>
        <message>
            <source>Saved as {file}</source>
            <translation>已保存为 {file}</translation>
        </message>
    </context>
    <context>
        <name>TableButton</name>
        <message>
            <source>Copy or save the table</source>
            <translation>复制或保存表格</translation>
        </message>
    </context>
    <context>
        <name>TableFile</name>
        <message>
            <source>CSV (*.csv)</source>
            <translation>CSV (*.csv)</translation>
        </message>
        <message>
            <source>Markdown (*.md)</source>
            <translation>Markdown (*.md)</translation>
        </message>
        <message>
            <source>Save the table</source>
            <translation>保存表格</translation>
        </message>
        <message>
            <source>Text (*.txt)</source>
            <translation>文本 (*.txt)</translation>
        </message>
    </context>
    <context>
        <name>Tabs</name>
        <message>
            <source>Choose</source>
            <translation>选择</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>比较</translation>
        </message>
        <message>
            <source>Diagram</source>
            <translation>结构图</translation>
        </message>
        <message>
            <source>Layers</source>
            <translation>各层</translation>
        </message>
    </context>
    <context>
        <name>Timeline</name>
        <message>
            <source>One position back (,)</source>
            <translation>上一个位置（,）</translation>
        </message>
        <message>
            <source>One position on (.)</source>
            <translation>下一个位置（.）</translation>
        </message>
        <message>
            <source>Pause (Space)</source>
            <translation>暂停（空格键）</translation>
        </message>
        <message>
            <source>Position of the window</source>
            <translation>窗口的位置</translation>
        </message>
        <message>
            <source>Positions a second</source>
            <translation>每秒移动的位置数</translation>
        </message>
        <message>
            <source>Slide the window (Space)</source>
            <translation>滑动窗口（空格键）</translation>
        </message>
        <message>
            <source>Speed, positions a second</source>
            <translation>速度（每秒移动的位置数）</translation>
        </message>
        <message>
            <source>To the first position (Home)</source>
            <translation>到第一个位置（Home）</translation>
        </message>
        <message>
            <source>To the last position (End)</source>
            <translation>到最后一个位置（End）</translation>
        </message>
        <message>
            <source>{speed} / s</source>
            <translation>{speed} 步/秒</translation>
        </message>
    </context>
    <context>
        <name>Tools</name>
        <message>
            <source>Channels beside each other or stacked (S)</source>
            <translation>通道并排或叠放（S）</translation>
        </message>
        <message>
            <source>Copy as PyTorch code</source>
            <translation>复制为 PyTorch 代码</translation>
        </message>
        <message>
            <source>Larger (Ctrl++)</source>
            <translation>放大（Ctrl++）</translation>
        </message>
        <message>
            <source>Number the brush paints</source>
            <translation>画笔涂上的数</translation>
        </message>
        <message>
            <source>Paint cells with the brush (P); right button paints zeros</source>
            <translation>用画笔涂格子（P）；右键涂零</translation>
        </message>
        <message>
            <source>Redo (Ctrl+Shift+Z)</source>
            <translation>重做（Ctrl+Shift+Z）</translation>
        </message>
        <message>
            <source>Redo {what} (Ctrl+Shift+Z)</source>
            <translation>重做：{what}（Ctrl+Shift+Z）</translation>
        </message>
        <message>
            <source>Smaller (Ctrl+−)</source>
            <translation>缩小（Ctrl+−）</translation>
        </message>
        <message>
            <source>Undo (Ctrl+Z)</source>
            <translation>撤销（Ctrl+Z）</translation>
        </message>
        <message>
            <source>Undo {what} (Ctrl+Z)</source>
            <translation>撤销：{what}（Ctrl+Z）</translation>
        </message>
    </context>
    <context>
        <name>TopBar</name>
        <message>
            <source>All networks…</source>
            <translation>所有网络…</translation>
        </message>
        <message>
            <source>Colours</source>
            <translation>配色</translation>
        </message>
        <message>
            <source>Current network: {text}</source>
            <translation>当前网络：{text}</translation>
        </message>
        <message>
            <source>Light or dark</source>
            <translation>浅色或深色</translation>
        </message>
        <message>
            <source>Run it</source>
            <translation>运行</translation>
        </message>
        <message>
            <source>Runs the code in this Python file on your computer, with all your rights</source>
            <translation>以你的全部权限，在你的电脑上运行这个 Python 文件中的代码</translation>
        </message>
        <message>
            <source>The current network, in every room</source>
            <translation>所有页面中的当前网络</translation>
        </message>
    </context>
    <context>
        <name>TrainDocument</name>
        <message>
            <source>Preparing…</source>
            <translation>正在准备…</translation>
        </message>
        <message>
            <source>Reading the settings of {run}…</source>
            <translation>正在读取 {run} 的设置…</translation>
        </message>
        <message>
            <source>Stop the running training? What it has learned is kept, and it can be resumed.</source>
            <translation>要停止正在进行的训练吗？学到的内容会保留，之后可以继续。</translation>
        </message>
        <message>
            <source>Stopping…</source>
            <translation>正在停止…</translation>
        </message>
        <message>
            <source>What waits for its turn is offered again the next time.</source>
            <translation>正在排队的训练任务，下次启动时会再次列出。</translation>
        </message>
    </context>
    <context>
        <name>Tuning</name>
        <message>
            <source>Fine-tuning for your handwriting</source>
            <translation>正在为你的笔迹微调</translation>
        </message>
        <message>
            <source>The fine-tuning for your handwriting has not begun yet. Forget it?</source>
            <translation>针对你的笔迹的微调还没有开始。要放弃吗？</translation>
        </message>
        <message>
            <source>The network is being fine-tuned for your handwriting. Stop it?</source>
            <translation>正在为你的笔迹微调网络。要停止吗？</translation>
        </message>
        <message>
            <source>the fine-tuning has ended</source>
            <translation>微调结束</translation>
        </message>
    </context>
    <context>
        <name>UnitView</name>
        <message>
            <source>How this layer comes to its numbers is not known here.</source>
            <translation>这一层的数是怎样得来的，这里无从得知。</translation>
        </message>
        <message>
            <source>Point at a unit to see its arithmetic; click to open its map. Click a layer's name to change its weights.</source>
            <translation>指向一个单元可以看到它的算式，点击可以打开它所在的特征图。点击层的名称可以修改它的权重。</translation>
        </message>
        <message>
            <source>This map is switched off by hand: it gives 0, whatever comes in.</source>
            <translation>这张特征图已被手动停用：无论输入什么，都给出 0。</translation>
        </message>
        <message>
            <source>This unit is switched off by hand: it gives 0, whatever comes in.</source>
            <translation>这个单元已被手动停用：无论输入什么，都给出 0。</translation>
        </message>
        <message>
            <source>columns {first}…⁠{last}</source>
            <translation>第 {first}…⁠{last} 列</translation>
        </message>
        <message>
            <source>column {first}</source>
            <translation>第 {first} 列</translation>
        </message>
        <message>
            <source>its input</source>
            <translation>它的输入</translation>
        </message>
        <message>
            <source>maps {first}…⁠{last}</source>
            <translation>特征图 {first}…⁠{last}</translation>
        </message>
        <message>
            <source>maps {numbers}</source>
            <translation>特征图 {numbers}</translation>
        </message>
        <message>
            <source>map {first}</source>
            <translation>特征图 {first}</translation>
        </message>
        <message>
            <source>padding: {value}</source>
            <translation>填充：{value}</translation>
        </message>
        <message>
            <source>rows {first}…⁠{last}</source>
            <translation>第 {first}…⁠{last} 行</translation>
        </message>
        <message>
            <source>row {first}</source>
            <translation>第 {first} 行</translation>
        </message>
        <message>
            <source>the picture</source>
            <translation>图像</translation>
        </message>
        <message>
            <source>the same number: {value}</source>
            <translation>同一个数：{value}</translation>
        </message>
        <message>
            <source>{kind} over {below}</source>
            <translation>{kind}，作用于 {below}</translation>
        </message>
        <message>
            <source>{kind} over {below}: no number lands here</source>
            <translation>{kind}，作用于 {below}：没有数落在这里</translation>
        </message>
        <message>
            <source>{kind} over {below}: {places}</source>
            <translation>{kind}，作用于 {below}：{places}</translation>
        </message>
        <message>
            <source>{layer} · map {number} · row {row}, column {column}</source>
            <translation>{layer} · 特征图 {number} · 第 {row} 行第 {column} 列</translation>
        </message>
        <message>
            <source>{layer} · unit {number}</source>
            <translation>{layer} · 单元 {number}</translation>
        </message>
        <message>
            <source>{layer} · unit {number}, for {name}</source>
            <translation>{layer} · 单元 {number}，对应 {name}</translation>
        </message>
    </context>
    <context>
        <name>WaitBox</name>
        <message>
            <source>Do what the text says here; this ticks itself.</source>
            <translation>照这里的课文去做；完成后会自动打勾。</translation>
        </message>
        <message>
            <source>Done.</source>
            <translation>已完成。</translation>
        </message>
    </context>
    <context>
        <name>WeightsBox</name>
        <message>
            <source>Weights</source>
            <translation>权重</translation>
        </message>
    </context>
    <context>
        <name>WeightsList</name>
        <message>
            <source>In progress: {weights}</source>
            <translation>进行中：{weights}</translation>
        </message>
        <message>
            <source>{network}, my handwriting {number}</source>
            <translation>{network}，我的笔迹 {number}</translation>
        </message>
        <message>
            <source>{title}, built in</source>
            <translation>{title}，内置</translation>
        </message>
        <message>
            <source>{title}, {weights}</source>
            <translation>{title}，{weights}</translation>
        </message>
    </context>
    <context>
        <name>WeightsSection</name>
        <message>
            <source>Edited weights</source>
            <translation>修改过的权重</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Keep as new weights: a file in the library that says what it came from</source>
            <translation>存为新权重：权重库里的一个文件，并注明来源</translation>
        </message>
        <message>
            <source>Name of the new weights</source>
            <translation>新权重的名称</translation>
        </message>
        <message>
            <source>Put all back</source>
            <translation>全部还原</translation>
        </message>
        <message>
            <source>Put back</source>
            <translation>还原</translation>
        </message>
        <message>
            <source>The layer's weights as they were before the first edit</source>
            <translation>恢复这一层在首次修改之前的权重</translation>
        </message>
        <message>
            <source>The network's weights as they were before the first edit</source>
            <translation>恢复整个网络在首次修改之前的权重</translation>
        </message>
    </context>
    <context>
        <name>WelcomePage</name>
        <message>
            <source>A trained network reads it while you write.</source>
            <translation>你一边写，训练好的网络一边识别。</translation>
        </message>
        <message>
            <source>Convolutional networks to take apart, train and try out. Where do you want to begin?</source>
            <translation>在这里可以拆开、训练和试用卷积网络。想从哪里开始？</translation>
        </message>
        <message>
            <source>Draw a digit</source>
            <translation>画一个数字</translation>
        </message>
        <message>
            <source>Fourteen lessons, from one pixel to a trained network. They open the real rooms.</source>
            <translation>共十四课，从一个像素讲到训练好的网络。课中打开的就是程序的各个页面。</translation>
        </message>
        <message>
            <source>From LeNet-5 to today's: every layer with its sizes and its numbers.</source>
            <translation>从 LeNet-5 到今天的网络：每一层的尺寸和数值都能看到。</translation>
        </message>
        <message>
            <source>Look around by myself</source>
            <translation>自己先看看</translation>
        </message>
        <message>
            <source>On handwritten digits, on this computer; the curves come as it learns.</source>
            <translation>在这台电脑上用手写数字训练，曲线随着学习逐渐画出。</translation>
        </message>
        <message>
            <source>Open a network</source>
            <translation>打开一个网络</translation>
        </message>
        <message>
            <source>Take the course</source>
            <translation>学习课程</translation>
        </message>
        <message>
            <source>The Help menu leads back here.</source>
            <translation>以后可以从“帮助”菜单回到这里。</translation>
        </message>
        <message>
            <source>Train a network</source>
            <translation>训练一个网络</translation>
        </message>
        <message>
            <source>Welcome to CNN Studio</source>
            <translation>欢迎使用 CNN Studio</translation>
        </message>
    </context>
    <context>
        <name>WhyView</name>
        <message>
            <source>Blank paper</source>
            <translation>白纸</translation>
        </message>
        <message>
            <source>Draw a digit: its ink is coloured by what it adds to one class against another.</source>
            <translation>画一个数字：墨迹会按它对两个类别之差的贡献着色。</translation>
        </message>
        <message>
            <source>Gradients, integrated</source>
            <translation>积分梯度</translation>
        </message>
        <message>
            <source>Integrated gradients: what the ink adds to the lead that blank paper gives. The rest is what the strokes do not cover and what a sum of steps leaves of the integral: under a hundredth, as a rule.</source>
            <translation>积分梯度：在白纸给出的差距之上，墨迹又增加了多少。余项是各笔没有覆盖的部分，以及用有限步求和代替积分的误差：通常不到百分之一。</translation>
        </message>
        <message>
            <source>Method</source>
            <translation>方法</translation>
        </message>
        <message>
            <source>Occlusion, a patch at a time</source>
            <translation>遮挡，一次一块</translation>
        </message>
        <message>
            <source>Occlusion: how much the margin falls when a patch of paper covers the ink.</source>
            <translation>遮挡：用一块白纸盖住墨迹时，差距缩小多少。</translation>
        </message>
        <message>
            <source>Rest</source>
            <translation>余项</translation>
        </message>
        <message>
            <source>Stroke by stroke</source>
            <translation>逐笔</translation>
        </message>
        <message>
            <source>Stroke {n}</source>
            <translation>第 {n} 笔</translation>
        </message>
        <message>
            <source>The network gives numbers that are not finite, for this drawing or for fainter ink: no part of it can be said to add anything. Choose other weights, or put back what was changed.</source>
            <translation>对这幅画，或墨迹更淡的同一幅画，网络给出的数不是有限的：无法说明哪一部分有什么贡献。请选择其他权重，或者还原修改。</translation>
        </message>
        <message>
            <source>The score (logit) of {first} is {margin} above that of {second}: {first} leads.</source>
            <translation>{first} 的得分（对数几率）比 {second} 高 {margin}：{first} 领先。</translation>
        </message>
        <message>
            <source>The score (logit) of {first} is {margin} below that of {second}: {second} leads.</source>
            <translation>{first} 的得分（对数几率）比 {second} 低 {margin}：{second} 领先。</translation>
        </message>
        <message>
            <source>The scores (logits) of {first} and {second} are the same: neither leads.</source>
            <translation>{first} 与 {second} 的得分（对数几率）相同：谁也不领先。</translation>
        </message>
        <message>
            <source>Together</source>
            <translation>合计</translation>
        </message>
        <message>
            <source>What the ink adds is being computed.</source>
            <translation>正在计算墨迹的贡献。</translation>
        </message>
        <message>
            <source>Which ink argues for what</source>
            <translation>哪些墨迹支持哪个类别</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>为什么是</translation>
        </message>
        <message>
            <source>Why this class</source>
            <translation>为什么是这个类别</translation>
        </message>
        <message>
            <source>Your ink is coloured here once {network} is loaded.</source>
            <translation>{network} 加载后，你的墨迹会在这里着色。</translation>
        </message>
        <message>
            <source>and not</source>
            <translation>而不是</translation>
        </message>
        <message>
            <source>and not this class</source>
            <translation>而不是这个类别</translation>
        </message>
        <message>
            <source>by</source>
            <translation>方法</translation>
        </message>
        <message>
            <source>first guess</source>
            <translation>首选</translation>
        </message>
        <message>
            <source>for {name}</source>
            <translation>支持 {name}</translation>
        </message>
        <message>
            <source>second guess</source>
            <translation>次选</translation>
        </message>
    </context>
    <context>
        <name>_Entry</name>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Take out of the queue</source>
            <translation>移出队列</translation>
        </message>
    </context>
    <context>
        <name>actions</name>
        <message>
            <source>&amp;About CNN Studio</source>
            <translation>关于 CNN Studio(&amp;A)</translation>
        </message>
        <message>
            <source>&amp;Back to what was looked at</source>
            <translation>返回先前的内容(&amp;B)</translation>
        </message>
        <message>
            <source>&amp;Clear</source>
            <translation>清空(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Compare two networks</source>
            <translation>比较两个网络(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Controls</source>
            <translation>操作面板(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Copy a link to this</source>
            <translation>复制当前内容的链接(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Dark</source>
            <translation>深色(&amp;D)</translation>
        </message>
        <message>
            <source>&amp;Draw</source>
            <translation>手写(&amp;D)</translation>
        </message>
        <message>
            <source>&amp;Eraser</source>
            <translation>橡皮(&amp;E)</translation>
        </message>
        <message>
            <source>&amp;Find a network</source>
            <translation>查找网络(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Find in the lessons</source>
            <translation>在课文中查找(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Fit</source>
            <translation>适合窗口(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Forward again</source>
            <translation>前进(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Inspector</source>
            <translation>详情面板(&amp;I)</translation>
        </message>
        <message>
            <source>&amp;Keyboard shortcuts</source>
            <translation>键盘快捷键(&amp;K)</translation>
        </message>
        <message>
            <source>&amp;Larger text</source>
            <translation>放大文字(&amp;L)</translation>
        </message>
        <message>
            <source>&amp;Learn</source>
            <translation>学习(&amp;L)</translation>
        </message>
        <message>
            <source>&amp;Light</source>
            <translation>浅色(&amp;L)</translation>
        </message>
        <message>
            <source>&amp;Models</source>
            <translation>模型(&amp;M)</translation>
        </message>
        <message>
            <source>&amp;Open a playground file...</source>
            <translation>打开实验台文件(&amp;O)…</translation>
        </message>
        <message>
            <source>&amp;Open your own network…</source>
            <translation>打开自己的网络(&amp;O)…</translation>
        </message>
        <message>
            <source>&amp;Open…</source>
            <translation>打开(&amp;O)…</translation>
        </message>
        <message>
            <source>&amp;Paste</source>
            <translation>粘贴(&amp;P)</translation>
        </message>
        <message>
            <source>&amp;Playground</source>
            <translation>实验台(&amp;P)</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>退出(&amp;Q)</translation>
        </message>
        <message>
            <source>&amp;Read my lesson again</source>
            <translation>重新读取我的课(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Redo</source>
            <translation>重做(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Redo {what}</source>
            <translation>重做：{what}(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Save my results…</source>
            <translation>保存我的成绩(&amp;S)…</translation>
        </message>
        <message>
            <source>&amp;Save...</source>
            <translation>保存(&amp;S)…</translation>
        </message>
        <message>
            <source>&amp;Save…</source>
            <translation>保存(&amp;S)…</translation>
        </message>
        <message>
            <source>&amp;Smaller text</source>
            <translation>缩小文字(&amp;S)</translation>
        </message>
        <message>
            <source>&amp;Start, pause or resume</source>
            <translation>开始、暂停或继续(&amp;S)</translation>
        </message>
        <message>
            <source>&amp;Train</source>
            <translation>训练(&amp;T)</translation>
        </message>
        <message>
            <source>&amp;Undo</source>
            <translation>撤销(&amp;U)</translation>
        </message>
        <message>
            <source>&amp;Undo {what}</source>
            <translation>撤销：{what}(&amp;U)</translation>
        </message>
        <message>
            <source>&amp;Usual size of the text</source>
            <translation>文字恢复原大小(&amp;U)</translation>
        </message>
        <message>
            <source>&amp;Welcome</source>
            <translation>欢迎页(&amp;W)</translation>
        </message>
        <message>
            <source>C&amp;opy</source>
            <translation>复制(&amp;O)</translation>
        </message>
        <message>
            <source>C&amp;rop…</source>
            <translation>裁剪(&amp;R)…</translation>
        </message>
        <message>
            <source>Choose a &amp;network</source>
            <translation>选择网络(&amp;N)</translation>
        </message>
        <message>
            <source>Copy as PyTorch &amp;code</source>
            <translation>复制为 PyTorch 代码(&amp;C)</translation>
        </message>
        <message>
            <source>Export as P&amp;NG...</source>
            <translation>导出为 PNG(&amp;N)…</translation>
        </message>
        <message>
            <source>Export as S&amp;VG...</source>
            <translation>导出为 SVG(&amp;V)…</translation>
        </message>
        <message>
            <source>Export the sliding window as &amp;GIF...</source>
            <translation>将滑动窗口导出为 GIF(&amp;G)…</translation>
        </message>
        <message>
            <source>Find a &amp;layer</source>
            <translation>查找层(&amp;L)</translation>
        </message>
        <message>
            <source>Follow the &amp;system</source>
            <translation>跟随系统(&amp;S)</translation>
        </message>
        <message>
            <source>One s&amp;tep</source>
            <translation>单步(&amp;T)</translation>
        </message>
        <message>
            <source>Only the &amp;picture</source>
            <translation>只显示画面(&amp;P)</translation>
        </message>
        <message>
            <source>Open &amp;weights…</source>
            <translation>打开权重(&amp;W)…</translation>
        </message>
        <message>
            <source>Open a &amp;link…</source>
            <translation>打开链接(&amp;L)…</translation>
        </message>
        <message>
            <source>Open a &amp;picture...</source>
            <translation>打开图片(&amp;P)…</translation>
        </message>
        <message>
            <source>Open a &amp;picture…</source>
            <translation>打开图片(&amp;P)…</translation>
        </message>
        <message>
            <source>Open a lesson &amp;folder…</source>
            <translation>打开课的文件夹(&amp;F)…</translation>
        </message>
        <message>
            <source>Open a lesson's &amp;zip…</source>
            <translation>打开课的 zip 文件(&amp;Z)…</translation>
        </message>
        <message>
            <source>Open the &amp;runs folder</source>
            <translation>打开训练任务文件夹(&amp;R)</translation>
        </message>
        <message>
            <source>Open the &amp;settings folder</source>
            <translation>打开设置文件夹(&amp;S)</translation>
        </message>
        <message>
            <source>Open what was &amp;saved…</source>
            <translation>打开已保存的内容(&amp;S)…</translation>
        </message>
        <message>
            <source>Operation or receptive &amp;field</source>
            <translation>运算或感受野(&amp;F)</translation>
        </message>
        <message>
            <source>P&amp;aste a picture</source>
            <translation>粘贴图片(&amp;A)</translation>
        </message>
        <message>
            <source>Predict &amp;first</source>
            <translation>先预测(&amp;F)</translation>
        </message>
        <message>
            <source>S&amp;witch light and dark</source>
            <translation>切换浅色和深色(&amp;W)</translation>
        </message>
        <message>
            <source>Save the lesson as a &amp;PDF…</source>
            <translation>将这一课保存为 PDF(&amp;P)…</translation>
        </message>
        <message>
            <source>Save what is s&amp;hown…</source>
            <translation>保存当前内容(&amp;H)…</translation>
        </message>
        <message>
            <source>Show the &amp;diagram</source>
            <translation>显示结构图(&amp;D)</translation>
        </message>
        <message>
            <source>Show the la&amp;yers</source>
            <translation>显示各层(&amp;Y)</translation>
        </message>
        <message>
            <source>St&amp;op</source>
            <translation>停止(&amp;O)</translation>
        </message>
        <message>
            <source>The system's lan&amp;guage</source>
            <translation>系统语言(&amp;G)</translation>
        </message>
        <message>
            <source>Type a &amp;prediction</source>
            <translation>输入预测(&amp;P)</translation>
        </message>
        <message>
            <source>Zoom &amp;in</source>
            <translation>放大(&amp;I)</translation>
        </message>
        <message>
            <source>Zoom ou&amp;t</source>
            <translation>缩小(&amp;T)</translation>
        </message>
    </context>
    <context>
        <name>arithmetic</name>
        <message>
            <source>+ bias {bias}</source>
            <translation>+ 偏置 {bias}</translation>
        </message>
        <message>
            <source>All channels</source>
            <translation>所有通道</translation>
        </message>
        <message>
            <source>Channel {number}</source>
            <translation>通道 {number}</translation>
        </message>
        <message>
            <source>No input cell lands here.</source>
            <translation>没有输入格落在这里。</translation>
        </message>
        <message>
            <source>max of {count} values</source>
            <translation>{count} 个数的最大值</translation>
        </message>
        <message>
            <source>sum {total} / {count}</source>
            <translation>和 {total} / {count}</translation>
        </message>
        <message>
            <source>Σ channel {number}</source>
            <translation>Σ 通道 {number}</translation>
        </message>
        <message>
            <source>… {count} more = {rest}</source>
            <translation>… 其余 {count} 项 = {rest}</translation>
        </message>
    </context>
    <context>
        <name>core</name>
        <message>
            <source> ({reason})</source>
            <translation>（{reason}）</translation>
        </message>
        <message numerus="yes">
            <source> + {n:,} biases</source>
            <translation>
                <numerusform> + {n:,} 个偏置</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source> steps</source>
            <translation>
                <numerusform> 步</numerusform>
            </translation>
        </message>
        <message>
            <source>%(heading)s:</source>
            <translation>%(heading)s：</translation>
        </message>
        <message>
            <source>%(prog)s: error: %(message)s
</source>
            <translation>%(prog)s：错误：%(message)s
</translation>
        </message>
        <message>
            <source>(network)</source>
            <translation>（网络本身）</translation>
        </message>
        <message>
            <source>(not a digit, it seems)</source>
            <translation>（似乎不是数字）</translation>
        </message>
        <message>
            <source>(not sure: any of {n} classes)</source>
            <translation>（不确定：{n} 个类别都有可能）</translation>
        </message>
        <message>
            <source>(not sure: {classes})</source>
            <translation>（不确定：{classes}）</translation>
        </message>
        <message>
            <source>({what})</source>
            <translation>（{what}）</translation>
        </message>
        <message>
            <source>* Another version of the lesson than most of these files have.</source>
            <translation>* 这一课的版本与这些文件中的多数不同。</translation>
        </message>
        <message>
            <source>* Shared, and counted there: {layers}.</source>
            <translation>* 共享的参数，只在那里计数：{layers}。</translation>
        </message>
        <message numerus="yes">
            <source>, {n:,} channels</source>
            <translation>
                <numerusform>，{n:,} 个通道</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>, {n:,} multiply‑adds</source>
            <translation>
                <numerusform>，{n:,} 次乘加运算</numerusform>
            </translation>
        </message>
        <message>
            <source>--csv belongs to --results. Name the files of results, too.</source>
            <translation>--csv 要与 --results 一起用。请同时给出成绩文件。</translation>
        </message>
        <message>
            <source>&lt;={size}</source>
            <translation>&lt;={size}</translation>
        </message>
        <message numerus="yes">
            <source>&lt;b&gt;See {size} × {size} together: {n:,} parameters.&lt;/b&gt;</source>
            <translation>
                <numerusform>&lt;b&gt;合起来看到 {size} × {size}：{n:,} 个参数。&lt;/b&gt;</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>A 1 × 1 convolution in front of the large one reduces the channels, {n:,} times here, most at {link}, shown: together they cost {spent}, the large ones alone would cost {direct}.</source>
            <translation>
                <numerusform>在大卷积核之前用 1 × 1 卷积减少通道，这里有 {n:,} 处，省得最多的在 {link}（见图）：合计 {spent}，单用大卷积核则要 {direct}。</numerusform>
            </translation>
        </message>
        <message>
            <source>A bias was counted for each input channel: it belongs to the output channels.</source>
            <translation>按输入通道的个数算了偏置：偏置属于输出通道。</translation>
        </message>
        <message>
            <source>A bias was counted for each output channel, and none counts here.</source>
            <translation>把每个输出通道的偏置也算进去了，这里不计偏置。</translation>
        </message>
        <message>
            <source>A block of {tensor} has {size} numbers; give as many.</source>
            <translation>{tensor} 的一块有 {size} 个数；请给出同样多的数。</translation>
        </message>
        <message>
            <source>A cell holds a number; infinity and NaN cannot be computed with. Type a finite number.</source>
            <translation>一格里放的是一个数；无穷大和 NaN 不能参与计算。请输入有限的数。</translation>
        </message>
        <message>
            <source>A condition cannot go on with {rest}. Compare a fact there.</source>
            <translation>条件在 {rest} 处无法继续。请在那里比较一个状态量。</translation>
        </message>
        <message>
            <source>A condition has {longest} characters at most. Write it shorter.</source>
            <translation>一个条件最多 {longest} 个字符。请写短一些。</translation>
        </message>
        <message>
            <source>A condition is nested too deeply. Write it flatter.</source>
            <translation>条件的嵌套太深。请减少嵌套。</translation>
        </message>
        <message>
            <source>A convolution needs o and k, a pooling k alone, flatten neither. Write it so.</source>
            <translation>卷积需要 o 和 k，池化只需要 k，展平两者都不需要。请照此书写。</translation>
        </message>
        <message>
            <source>A convolution of {k} × {k}, {i} channels in and {o} out, in {groups} groups, over {n} × {n} with {each_side} zeros on each side and a stride of {s}. How many multiply-accumulates does one picture take?</source>
            <translation>一个 {k} × {k} 的卷积，{i} 个输入通道，{o} 个输出通道，分成 {groups} 组，输入为 {n} × {n}，每一侧补 {each_side} 个零，步幅为 {s}。一幅图像需要多少次乘加运算？</translation>
        </message>
        <message>
            <source>A convolution of {k} × {k}, {i} channels in and {o} out, in {groups} groups, with a bias. How many parameters does it have?</source>
            <translation>一个 {k} × {k} 的卷积，{i} 个输入通道，{o} 个输出通道，分成 {groups} 组，有偏置。它有多少个参数？</translation>
        </message>
        <message>
            <source>A convolution of {k} × {k}, {i} channels in and {o} out, in {groups} groups, without a bias. How many parameters does it have?</source>
            <translation>一个 {k} × {k} 的卷积，{i} 个输入通道，{o} 个输出通道，分成 {groups} 组，没有偏置。它有多少个参数？</translation>
        </message>
        <message>
            <source>A convolution of {k} × {k}, {i} channels in and {o} out, over {n} × {n} with {each_side} zeros on each side and a stride of {s}. How many multiply-accumulates does one picture take?</source>
            <translation>一个 {k} × {k} 的卷积，{i} 个输入通道，{o} 个输出通道，输入为 {n} × {n}，每一侧补 {each_side} 个零，步幅为 {s}。一幅图像需要多少次乘加运算？</translation>
        </message>
        <message>
            <source>A convolution of {k} × {k}, {i} channels in and {o} out, with a bias. How many parameters does it have?</source>
            <translation>一个 {k} × {k} 的卷积，{i} 个输入通道，{o} 个输出通道，有偏置。它有多少个参数？</translation>
        </message>
        <message>
            <source>A convolution of {k} × {k}, {i} channels in and {o} out, without a bias. How many parameters does it have?</source>
            <translation>一个 {k} × {k} 的卷积，{i} 个输入通道，{o} 个输出通道，没有偏置。它有多少个参数？</translation>
        </message>
        <message>
            <source>A diagram has {most:,} open blocks at most.</source>
            <translation>一张结构图最多展开 {most:,} 个块。</translation>
        </message>
        <message>
            <source>A figure has no caption. Write behind it what to notice.</source>
            <translation>这幅插图没有说明文字。请在后面写上要注意什么。</translation>
        </message>
        <message>
            <source>A file of the run</source>
            <translation>训练任务的一个文件</translation>
        </message>
        <message>
            <source>A formula begins here with $$ and does not end. Add $$ behind it.</source>
            <translation>这里有一个以 $$ 开始的公式没有结束。请在末尾补上 $$。</translation>
        </message>
        <message>
            <source>A formula cannot use {found}. Write it with the commands that README.md names.</source>
            <translation>公式里不能使用 {found}。请只用 README.md 列出的命令。</translation>
        </message>
        <message>
            <source>A formula does not end {opened}. Add \end.</source>
            <translation>公式没有结束 {opened}。请补上 \end。</translation>
        </message>
        <message>
            <source>A formula ends {found}, which it has not begun. Mend it there.</source>
            <translation>公式结束了 {found}，但它并没有开始过。请改正。</translation>
        </message>
        <message>
            <source>A formula has no {found}. There are {known}.</source>
            <translation>公式里没有 {found} 这种环境。可用的有 {known}。</translation>
        </message>
        <message>
            <source>A formula has not one \right for each \left. Add what is missing.</source>
            <translation>公式里的 \left 和 \right 没有一一对应。请补上缺少的。</translation>
        </message>
        <message>
            <source>A formula has {longest:,} characters at most. Split it.</source>
            <translation>一个公式最多 {longest:,} 个字符。请拆开来写。</translation>
        </message>
        <message>
            <source>A formula is empty. Write it, or take it away.</source>
            <translation>公式是空的。请写上内容，或把它删去。</translation>
        </message>
        <message>
            <source>A fully connected layer of {i} inputs and {o} outputs, with a bias. How many parameters does it have?</source>
            <translation>一个全连接层，{i} 个输入，{o} 个输出，有偏置。它有多少个参数？</translation>
        </message>
        <message>
            <source>A fully connected layer of {i} inputs and {o} outputs, without a bias. How many parameters does it have?</source>
            <translation>一个全连接层，{i} 个输入，{o} 个输出，没有偏置。它有多少个参数？</translation>
        </message>
        <message>
            <source>A heading begins with ## and a space; the lesson's own title stands in lesson.toml.</source>
            <translation>小标题以 ## 加一个空格开头；课本身的标题写在 lesson.toml 里。</translation>
        </message>
        <message>
            <source>A heading is plain words. Take the other signs out.</source>
            <translation>小标题只能是普通文字。请去掉其他符号。</translation>
        </message>
        <message>
            <source>A kernel made by hand cannot be made again by name. Choose another preset.</source>
            <translation>手工填写的卷积核不能按名称重新生成。请选择另一个预设。</translation>
        </message>
        <message>
            <source>A layer is k, [k, s] or [k, s, d], from 1 to {most_taps} each; {value} is not.</source>
            <translation>一层写成 k、[k, s] 或 [k, s, d]，每个数从 1 到 {most_taps}；{value} 不是这样。</translation>
        </message>
        <message>
            <source>A layer's maps are counted from 0.</source>
            <translation>一层的特征图从 0 开始编号。</translation>
        </message>
        <message>
            <source>A layer's own stride was counted for its own kernel: it widens only the layers behind it.</source>
            <translation>把一层自己的步幅算到了它自己的卷积核上：步幅只影响它后面的各层。</translation>
        </message>
        <message>
            <source>A lesson has been read from its beginning on. Copy the link again.</source>
            <translation>课文的阅读位置从开头算起。请重新复制链接。</translation>
        </message>
        <message>
            <source>A lesson names no folders and no runs. Take them out of the state.</source>
            <translation>课文中不能指定文件夹和训练任务。请从状态中去掉它们。</translation>
        </message>
        <message>
            <source>A lesson opens initial and shipped weights alone. Name one of those.</source>
            <translation>课文中只能打开初始权重和自带权重。请指定其中一种。</translation>
        </message>
        <message>
            <source>A lesson opens networks of the catalogue alone. Name one of those.</source>
            <translation>课文中只能打开目录中的网络。请指定其中一个。</translation>
        </message>
        <message>
            <source>A limit of the choice is {value}; it lies between 0 and {most:g}.</source>
            <translation>选择网络时的一个限值是 {value}；它必须在 0 到 {most:g} 之间。</translation>
        </message>
        <message>
            <source>A link holds {longest:,} characters at most, and this one has {count:,}.</source>
            <translation>一个链接最多 {longest:,} 个字符，而这个链接有 {count:,} 个。</translation>
        </message>
        <message>
            <source>A link of the program begins with {scheme}; this one does not. Copy it again from its source.</source>
            <translation>本程序的链接以 {scheme} 开头，这个链接不是。请从来源处重新复制。</translation>
        </message>
        <message>
            <source>A list holds whole numbers. Write them so.</source>
            <translation>列表里只能放整数。请照此书写。</translation>
        </message>
        <message>
            <source>A network needs between 1 and {largest:,} classes, not {classes:,}.</source>
            <translation>网络需要 1 到 {largest:,} 个类别，不能是 {classes:,} 个。</translation>
        </message>
        <message>
            <source>A new run needs a configuration.</source>
            <translation>新的训练任务需要一份配置。</translation>
        </message>
        <message>
            <source>A number becomes too large. Take smaller ones.</source>
            <translation>有一个数变得太大。请换小一些的数。</translation>
        </message>
        <message>
            <source>A number has {longest} characters at most here. Type a shorter one.</source>
            <translation>这里的数最多 {longest} 个字符。请输入短一些的数。</translation>
        </message>
        <message>
            <source>A number is divided by 0. Divide by another one.</source>
            <translation>不能除以 0。请换一个除数。</translation>
        </message>
        <message>
            <source>A picture has rows and columns, or channels, rows and columns. Choose another picture.</source>
            <translation>图像应当有行和列，或者有通道、行和列。请选择另一幅图像。</translation>
        </message>
        <message>
            <source>A picture holds a number that is not finite. Choose another picture.</source>
            <translation>图像里有一个数不是有限的。请选择另一幅图像。</translation>
        </message>
        <message>
            <source>A picture is a new sheet: nothing was drawn before it. Open another drawing.</source>
            <translation>放入图片就是换上一张新纸，在它之前不会画有任何东西。请打开另一幅画。</translation>
        </message>
        <message>
            <source>A picture is shown by figure, not opened. Write ::: figure in front of it.</source>
            <translation>图片用 figure 来展示，不用 open。请在它前面写 ::: figure。</translation>
        </message>
        <message>
            <source>A picture on the pad</source>
            <translation>画板上的图片</translation>
        </message>
        <message>
            <source>A picture on the pad is damaged. Open another drawing.</source>
            <translation>画板上的图片已损坏。请打开另一幅画。</translation>
        </message>
        <message>
            <source>A picture's numbers are damaged. Choose another picture.</source>
            <translation>图像里的数已损坏。请选择另一幅图像。</translation>
        </message>
        <message>
            <source>A picture's numbers do not fill its sizes. Choose another picture.</source>
            <translation>图像里的数与它的尺寸不符。请选择另一幅图像。</translation>
        </message>
        <message>
            <source>A place in a tensor is counted from 0; one of these is no such number.</source>
            <translation>张量中的位置从 0 开始编号；给出的位置中有一个不是这样的数。</translation>
        </message>
        <message>
            <source>A pooling is asked without dilation here. Leave d out.</source>
            <translation>这里的池化题不含膨胀率。请去掉 d。</translation>
        </message>
        <message>
            <source>A power goes from 0 to {longest_power} here. Type another number.</source>
            <translation>这里的指数只能从 0 到 {longest_power}。请输入另一个数。</translation>
        </message>
        <message>
            <source>A power goes from 0 to {longest_power}. Take another one.</source>
            <translation>指数只能从 0 到 {longest_power}。请换一个。</translation>
        </message>
        <message>
            <source>A receptive field is asked of 1 to {most_layers} layers. Name so many.</source>
            <translation>感受野的题目可以有 1 到 {most_layers} 层。请照此写出各层。</translation>
        </message>
        <message>
            <source>A resumed run cannot change its {name} ({own}); start a new run instead.</source>
            <translation>继续训练任务时不能更改 {name}（{own}）；请改为新建一次训练任务。</translation>
        </message>
        <message>
            <source>A resumed run keeps its recipe: leave out --recipe.</source>
            <translation>继续训练任务时沿用原来的训练方案：请去掉 --recipe。</translation>
        </message>
        <message>
            <source>A row of {n} numbers, padded by {each_side} on each side, max-pooling with a window of {k} and a stride of {s}. How many numbers come out?</source>
            <translation>一行 {n} 个数，每一侧填充 {each_side} 格，再做最大池化，窗口为 {k}，步幅为 {s}。输出有多少个数？</translation>
        </message>
        <message>
            <source>A row of {n} numbers, {each_side} zeros added on each side, a kernel of {k} and a stride of {s}. How many numbers come out?</source>
            <translation>一行 {n} 个数，每一侧补 {each_side} 个零，卷积核的大小为 {k}，步幅为 {s}。输出有多少个数？</translation>
        </message>
        <message>
            <source>A row of {n} numbers, {each_side} zeros added on each side, a kernel of {k} whose weights stand {d} apart, and a stride of {s}. How many numbers come out?</source>
            <translation>一行 {n} 个数，每一侧补 {each_side} 个零，卷积核的大小为 {k}，相邻权重相距 {d} 格，步幅为 {s}。输出有多少个数？</translation>
        </message>
        <message>
            <source>A run has no setting called {names}.</source>
            <translation>训练任务没有名为 {names} 的设置。</translation>
        </message>
        <message>
            <source>A run has no step {which}; steps count from 0.</source>
            <translation>训练任务没有第 {which} 步；各步从 0 开始编号。</translation>
        </message>
        <message>
            <source>A run is laid over the curves twice. Copy the link again.</source>
            <translation>同一次训练任务在曲线图上叠加了两次。请重新复制链接。</translation>
        </message>
        <message>
            <source>A run's settings are named values; these are not.</source>
            <translation>训练任务的设置应当是带名称的值，这里的不是。</translation>
        </message>
        <message>
            <source>A scaling divides by deviations greater than 0.</source>
            <translation>数值缩放要除以标准差，标准差必须大于 0。</translation>
        </message>
        <message>
            <source>A scaling has as many means as deviations, at least one.</source>
            <translation>数值缩放的均值和标准差必须一样多，至少各有一个。</translation>
        </message>
        <message>
            <source>A search has {most} characters at most.</source>
            <translation>搜索内容最多 {most} 个字符。</translation>
        </message>
        <message>
            <source>A section begins here without a heading, or with one that line {line} of {file} does not have. Give both the same.</source>
            <translation>这里开始的一节没有标题而 {file} 第 {line} 行的那一节有，或者正好相反。请让两处一致。</translation>
        </message>
        <message>
            <source>A seed is 0 or more and fits 63 bits; {seed} is not.</source>
            <translation>随机种子必须大于或等于 0，并且不超过 63 个二进制位；{seed} 不符合。</translation>
        </message>
        <message>
            <source>A source has no work. Write work = "author: title, year".</source>
            <translation>来源没有写明著作。请写上 work = "author: title, year"。</translation>
        </message>
        <message>
            <source>A stack goes up to {max_layers} layers here.</source>
            <translation>这里最多叠 {max_layers} 层。</translation>
        </message>
        <message>
            <source>A stack goes up to {most} layers here.</source>
            <translation>这里最多叠 {most} 层。</translation>
        </message>
        <message>
            <source>A stroke</source>
            <translation>一条笔画</translation>
        </message>
        <message>
            <source>A stroke lies where no pen can draw. Open another drawing.</source>
            <translation>有一条笔画落在画笔够不到的地方。请打开另一幅画。</translation>
        </message>
        <message>
            <source>A text has {most:,} characters at most. Split the lesson.</source>
            <translation>课文最多 {most:,} 个字符。请把这一课分成几课。</translation>
        </message>
        <message>
            <source>A transposed convolution adds fewer cells than its stride or dilation.</source>
            <translation>转置卷积添加的格数必须小于步幅或膨胀率。</translation>
        </message>
        <message>
            <source>A transposed convolution of {kernel} spreads {input}, stride {stride}, dilation {dilation}; padding crops {rows} rows and {cols} columns in all. How many rows and columns come out?</source>
            <translation>{kernel} 的转置卷积作用于 {input} 的输入，步幅为 {stride}，膨胀率为 {dilation}；填充总共裁去 {rows} 行和 {cols} 列。输出有多少行、多少列？</translation>
        </message>
        <message>
            <source>A weight has to be a finite number that float32 can hold. Choose another one.</source>
            <translation>权重必须是 float32 能表示的有限的数。请换一个。</translation>
        </message>
        <message>
            <source>A whole number of at least 1 is needed here.</source>
            <translation>这里需要一个大于或等于 1 的整数。</translation>
        </message>
        <message>
            <source>A whole number of at least {lowest} is needed here.</source>
            <translation>这里需要一个大于或等于 {lowest} 的整数。</translation>
        </message>
        <message>
            <source>A window of {kernel} over {input}, {o} output channels: how many multiply-accumulates does that take?</source>
            <translation>{kernel} 的窗口滑过 {input}，输出通道数为 {o}：需要多少次乘加运算？</translation>
        </message>
        <message>
            <source>A window of {kernel} over {input}, {o} output channels: how many parameters does it have?</source>
            <translation>{kernel} 的窗口滑过 {input}，输出通道数为 {o}：有多少个参数？</translation>
        </message>
        <message>
            <source>A window over {extent} cells does not fit into {n}. Make it smaller.</source>
            <translation>跨 {extent} 格的窗口放不进 {n} 格。请把窗口改小。</translation>
        </message>
        <message>
            <source>A window over {extent} cells does not fit into {padded}. Take a smaller one.</source>
            <translation>跨 {extent} 格的窗口放不进 {padded} 格。请换一个小些的窗口。</translation>
        </message>
        <message>
            <source>A window would see nothing but padding.</source>
            <translation>会有窗口只看得到填充。</translation>
        </message>
        <message>
            <source>Activations</source>
            <translation>激活值</translation>
        </message>
        <message numerus="yes">
            <source>All {n:,} tensors fit {network}.</source>
            <translation>
                <numerusform>全部 {n:,} 个张量都与 {network} 匹配。</numerusform>
            </translation>
        </message>
        <message>
            <source>An ONNX file does not say which of its constants are learnt: all that it stores as weights count as parameters, and what it stores twice counts twice.</source>
            <translation>ONNX 文件没有注明哪些常量是学到的：凡是作为权重存放的都算作参数，存放两次的就算两次。</translation>
        </message>
        <message>
            <source>An accuracy lies between 0 and 1.</source>
            <translation>准确率必须在 0 和 1 之间。</translation>
        </message>
        <message>
            <source>An argument has no name. Write name=value.</source>
            <translation>有一个参数没有写名称。请写成 name=value。</translation>
        </message>
        <message>
            <source>An empty text names no file or folder. Give a path, or leave the option out.</source>
            <translation>空白不能表示文件或文件夹。请给出路径，或去掉这个选项。</translation>
        </message>
        <message>
            <source>An exercise has no question. Write question = "output_size(28, 5)".</source>
            <translation>练习没有题目。请写上 question = "output_size(28, 5)"。</translation>
        </message>
        <message>
            <source>An input has three sizes: channels, rows, columns; these are {count}.</source>
            <translation>输入有三个尺寸：通道数、行数、列数；这里给了 {count} 个。</translation>
        </message>
        <message>
            <source>An input made by hand cannot be made again by name. Choose another preset.</source>
            <translation>手工填写的输入不能按名称重新生成。请选择另一个预设。</translation>
        </message>
        <message>
            <source>An input of {input}, with {rows} rows and {cols} columns of padding in all, a window of {kernel} and a stride of {stride}. How many rows and columns come out?</source>
            <translation>输入为 {input}，总共填充 {rows} 行和 {cols} 列，窗口为 {kernel}，步幅为 {stride}。输出有多少行、多少列？</translation>
        </message>
        <message>
            <source>An input of {input}, with {rows} rows and {cols} columns of padding in all, a window of {kernel}, stride {stride}, dilation {dilation}. How many rows and columns come out?</source>
            <translation>输入为 {input}，总共填充 {rows} 行和 {cols} 列，窗口为 {kernel}，步幅为 {stride}，膨胀率为 {dilation}。输出有多少行、多少列？</translation>
        </message>
        <message>
            <source>Another window is writing your progress. Try again in a moment.</source>
            <translation>另一个窗口正在写入你的学习进度。请稍后再试。</translation>
        </message>
        <message>
            <source>Apple GPU</source>
            <translation>Apple GPU</translation>
        </message>
        <message>
            <source>At most {most_shown} channels of a layer are shown at once. Name fewer.</source>
            <translation>一次最多显示一层的 {most_shown} 个通道。请少指定几个。</translation>
        </message>
        <message>
            <source>At once</source>
            <translation>一次答对</translation>
        </message>
        <message>
            <source>Attempts</source>
            <translation>尝试次数</translation>
        </message>
        <message>
            <source>Averaging</source>
            <translation>权重平均</translation>
        </message>
        <message>
            <source>Batch size</source>
            <translation>批量大小</translation>
        </message>
        <message>
            <source>Batch size (batch_size) {batch_size} is larger than the training set of {size} pictures; choose {size} or less.</source>
            <translation>批量大小（batch_size）为 {batch_size}，超过了训练集的图像数 {size}；请选择不超过 {size} 的数。</translation>
        </message>
        <message>
            <source>Batch size (batch_size) {batch_size} leaves some of {world} processes without a picture; choose {world} or more, or start fewer processes.</source>
            <translation>批量大小（batch_size）为 {batch_size}，{world} 个进程中会有一些分不到图像；请选择不小于 {world} 的数，或启动更少的进程。</translation>
        </message>
        <message>
            <source>Behind the end of a formula stands something. Put it on a line of its own.</source>
            <translation>公式结束之后还有别的内容。请把它另起一行。</translation>
        </message>
        <message>
            <source>Behind {word} stands nothing. Write what is meant.</source>
            <translation>{word} 后面什么也没有。请写明所指的内容。</translation>
        </message>
        <message>
            <source>Best run</source>
            <translation>最佳训练任务</translation>
        </message>
        <message>
            <source>Built-in digits</source>
            <translation>内置数字</translation>
        </message>
        <message>
            <source>CNN Studio's installation is damaged: {file} is missing. Install the program again.</source>
            <translation>CNN Studio 的安装已损坏：缺少 {file}。请重新安装程序。</translation>
        </message>
        <message numerus="yes">
            <source>CPU, {n} threads</source>
            <translation>
                <numerusform>CPU，{n} 个线程</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Called {n:,} times.</source>
            <translation>
                <numerusform>共调用 {n:,} 次。</numerusform>
            </translation>
        </message>
        <message>
            <source>Cannot allocate memory</source>
            <translation>无法分配内存</translation>
        </message>
        <message>
            <source>Cells go up to {max_value:,.0f} either way. Type a smaller number.</source>
            <translation>格子里的数，绝对值最大为 {max_value:,.0f}。请输入小一些的数。</translation>
        </message>
        <message>
            <source>Cells go up to {most:,} either way here.</source>
            <translation>这里格子里的数，绝对值最大为 {most:,}。</translation>
        </message>
        <message>
            <source>Choose 1 or 2.</source>
            <translation>请选择 1 或 2。</translation>
        </message>
        <message>
            <source>Choose a shorter one.</source>
            <translation>请换一个短一些的名称。</translation>
        </message>
        <message>
            <source>Choose another folder.</source>
            <translation>请选择另一个文件夹。</translation>
        </message>
        <message>
            <source>Choose another name.</source>
            <translation>请换一个名称。</translation>
        </message>
        <message>
            <source>Choose one of {names}.</source>
            <translation>请从 {names} 中选择一个。</translation>
        </message>
        <message>
            <source>Choose {choices}.</source>
            <translation>请选择 {choices}。</translation>
        </message>
        <message>
            <source>Classes are counted from 0. Copy the link again.</source>
            <translation>类别从 0 开始编号。请重新复制链接。</translation>
        </message>
        <message>
            <source>Connection refused</source>
            <translation>连接被拒绝</translation>
        </message>
        <message>
            <source>Connection reset by peer</source>
            <translation>连接被对方重置</translation>
        </message>
        <message>
            <source>Connection timed out</source>
            <translation>连接超时</translation>
        </message>
        <message numerus="yes">
            <source>Copied {n:,} lines</source>
            <translation>
                <numerusform>已复制 {n:,} 行</numerusform>
            </translation>
        </message>
        <message>
            <source>Copy or download the file again.</source>
            <translation>请重新复制或下载这个文件。</translation>
        </message>
        <message>
            <source>Correct it or choose another file.</source>
            <translation>请改正它，或选择另一个文件。</translation>
        </message>
        <message>
            <source>Cropping more would leave nothing of the {full} output cells.</source>
            <translation>再多裁一些，{full} 格输出就一格也不剩了。</translation>
        </message>
        <message>
            <source>Data set</source>
            <translation>数据集</translation>
        </message>
        <message>
            <source>Data set (dataset): {dataset} is neither one of {names} nor a folder that exists.</source>
            <translation>数据集（dataset）：{dataset} 既不是 {names} 之一，也不是存在的文件夹。</translation>
        </message>
        <message>
            <source>Degradation pair</source>
            <translation>退化对照组</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>设备</translation>
        </message>
        <message>
            <source>Device (device): {device} is not a device; choose auto, cpu, cuda, cuda:N or mps.</source>
            <translation>设备（device）：{device} 不是设备；请选择 auto、cpu、cuda、cuda:N 或 mps。</translation>
        </message>
        <message>
            <source>Device or resource busy</source>
            <translation>设备或资源正忙</translation>
        </message>
        <message>
            <source>Did you mean {names}?</source>
            <translation>你要找的是 {names} 吗？</translation>
        </message>
        <message>
            <source>Did you mean {name}?</source>
            <translation>你要找的是 {name} 吗？</translation>
        </message>
        <message>
            <source>Digits</source>
            <translation>手写数字</translation>
        </message>
        <message>
            <source>Directory not empty</source>
            <translation>文件夹不是空的</translation>
        </message>
        <message>
            <source>Do you trust it? [y/N]</source>
            <translation>你信任它吗？[y/N]</translation>
        </message>
        <message>
            <source>Epochs</source>
            <translation>轮次</translation>
        </message>
        <message>
            <source>Every name begins with {taken} in the file; that was taken off.</source>
            <translation>文件里的名称都以 {taken} 开头；这一段已去掉。</translation>
        </message>
        <message>
            <source>Every process takes a GPU of its own; choose the device cuda instead of {device}, and the GPUs by CUDA_VISIBLE_DEVICES.</source>
            <translation>每个进程各用一块 GPU；设备请选择 cuda 而不是 {device}，并用 CUDA_VISIBLE_DEVICES 指定使用哪些 GPU。</translation>
        </message>
        <message>
            <source>Every product was counted with its addition as two: a multiply-accumulate is both together.</source>
            <translation>把每次乘法和随后的加法算成了两次运算：一次乘加运算就包含这两者。</translation>
        </message>
        <message>
            <source>Exercises behind number {most:,} are not read. Split the lesson.</source>
            <translation>第 {most:,} 道以后的练习不会读取。请把这一课分成几课。</translation>
        </message>
        <message>
            <source>Field</source>
            <translation>感受野</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>File too large</source>
            <translation>文件太大</translation>
        </message>
        <message numerus="yes">
            <source>Fine-tune for my handwriting (from {n:,} digits)</source>
            <translation>
                <numerusform>为我的笔迹微调（至少 {n:,} 个数字）</numerusform>
            </translation>
        </message>
        <message>
            <source>Free some space and try again.</source>
            <translation>请腾出一些空间后再试。</translation>
        </message>
        <message>
            <source>Fully connected</source>
            <translation>全连接网络</translation>
        </message>
        <message>
            <source>GoogLeNet with auxiliary heads</source>
            <translation>GoogLeNet（含辅助头）</translation>
        </message>
        <message>
            <source>Gradient parts</source>
            <translation>梯度份数</translation>
        </message>
        <message>
            <source>Groups share the channels evenly, and a fully connected layer has none. Take others.</source>
            <translation>各组平分通道，而全连接层没有分组。请换别的数。</translation>
        </message>
        <message>
            <source>Groups share the channels evenly. Take a number that divides both.</source>
            <translation>各组平分通道。请选择能同时整除两个通道数的数。</translation>
        </message>
        <message>
            <source>Groups share the input channels, and there is only one.</source>
            <translation>各组要分摊输入通道，而输入通道只有一个。</translation>
        </message>
        <message>
            <source>Groups share the {channels} input channels evenly: use {counts}.</source>
            <translation>各组平分 {channels} 个输入通道：请用 {counts}。</translation>
        </message>
        <message>
            <source>HTML is no part of a lesson. Write plain text.</source>
            <translation>课文不能使用 HTML。请写普通文字。</translation>
        </message>
        <message>
            <source>HTML is no part of a lesson. Write plain text; for the sign itself write \&lt;.</source>
            <translation>课文不能使用 HTML。请写普通文字；要写这个符号本身，请写成 \&lt;。</translation>
        </message>
        <message>
            <source>Half of the kernel was taken off: the row loses one place less than the kernel is wide.</source>
            <translation>减去了半个卷积核：一行减少的位置数，是卷积核的宽度减 1。</translation>
        </message>
        <message>
            <source>Here begins {called} with {sign} that does not end. Add {close}, or write \{first}.</source>
            <translation>这里有以 {sign} 开始的{called}没有结束。请补上 {close}，或写成 \{first}。</translation>
        </message>
        <message>
            <source>Here ends a computed number with {close} that has not begun. Add {first}, or write \{close}.</source>
            <translation>这里的 {close} 结束了一个计算出的数，但它并没有开始过。请补上 {first}，或写成 \{close}。</translation>
        </message>
        <message>
            <source>Here is {called} with nothing in it. Write it, or take it away.</source>
            <translation>这里的{called}没有内容。请写上内容，或把它删去。</translation>
        </message>
        <message>
            <source>Here stands {instead}, and in line {line} of {file} {words}. Give both the same.</source>
            <translation>这里写的是“{instead}”，而 {file} 第 {line} 行写的是“{words}”。请让两处一致。</translation>
        </message>
        <message>
            <source>How many rows and columns of the input does one number behind {layer} depend on?</source>
            <translation>{layer} 之后的一个数取决于输入的多少行、多少列？</translation>
        </message>
        <message>
            <source>How many rows and columns of the input does one unit of layer {level} depend on?</source>
            <translation>第 {level} 层的一个单元取决于输入的多少行、多少列？</translation>
        </message>
        <message>
            <source>Initial weights</source>
            <translation>初始权重</translation>
        </message>
        <message>
            <source>Initial weights lie in no file. Choose weights that were kept.</source>
            <translation>初始权重不在任何文件里。请选择保存过的权重。</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>Input/output error</source>
            <translation>输入输出错误</translation>
        </message>
        <message>
            <source>Invalid argument</source>
            <translation>参数无效</translation>
        </message>
        <message>
            <source>It cannot be read: {what}. Mend it there.</source>
            <translation>无法读取：{what}。请在那里改正。</translation>
        </message>
        <message>
            <source>It cannot be trained here; choose {trainable}.</source>
            <translation>它不能在这里训练；请选择 {trainable}。</translation>
        </message>
        <message>
            <source>It could not be read: {error}</source>
            <translation>无法读取：{error}</translation>
        </message>
        <message>
            <source>It has more than {most_lines:,} lines. Split the lesson.</source>
            <translation>行数超过了 {most_lines:,} 行。请把这一课拆开。</translation>
        </message>
        <message>
            <source>It has no network class.</source>
            <translation>其中没有网络类。</translation>
        </message>
        <message>
            <source>It has {names}.</source>
            <translation>其中有 {names}。</translation>
        </message>
        <message>
            <source>It has {sections} sections, and {file} has {wanted}. Give both the same.</source>
            <translation>这里有 {sections} 节，而 {file} 有 {wanted} 节。请让两处一致。</translation>
        </message>
        <message>
            <source>It has {size:,.1f} MB, and at most {most:,.0f} MB are read. Make it smaller.</source>
            <translation>大小为 {size:,.1f} MB，而最多只读取 {most:,.0f} MB。请把它改小。</translation>
        </message>
        <message>
            <source>It is a link that leads out of the lesson's folder. Put the file itself there.</source>
            <translation>这是一个指向课的文件夹之外的符号链接。请把文件本身放进来。</translation>
        </message>
        <message>
            <source>It is damaged inside the zip. Zip the folder again.</source>
            <translation>它在 zip 里已损坏。请重新压缩这个文件夹。</translation>
        </message>
        <message>
            <source>It is not text in UTF-8. Save it so.</source>
            <translation>它不是 UTF-8 编码的文本。请存成 UTF-8。</translation>
        </message>
        <message>
            <source>It must be 0 or more and fit 63 bits.</source>
            <translation>必须大于或等于 0，并且不超过 63 个二进制位。</translation>
        </message>
        <message>
            <source>It must be 0 or more.</source>
            <translation>必须大于或等于 0。</translation>
        </message>
        <message>
            <source>It must be 1 or more, and at most a million.</source>
            <translation>必须在 1 到一百万之间。</translation>
        </message>
        <message>
            <source>It must be a finite number.</source>
            <translation>必须是有限的数。</translation>
        </message>
        <message>
            <source>It must be a network.</source>
            <translation>必须是一个网络。</translation>
        </message>
        <message>
            <source>It must be a number greater than 0.</source>
            <translation>必须是大于 0 的数。</translation>
        </message>
        <message>
            <source>It must be a text.</source>
            <translation>必须是一段文字。</translation>
        </message>
        <message>
            <source>It must be a whole number.</source>
            <translation>必须是整数。</translation>
        </message>
        <message>
            <source>It must be at least 0 and less than 1.</source>
            <translation>必须大于或等于 0，并且小于 1。</translation>
        </message>
        <message>
            <source>It must be true or false.</source>
            <translation>必须是 true 或 false。</translation>
        </message>
        <message>
            <source>It must lie between 0 and 0.9.</source>
            <translation>必须在 0 到 0.9 之间。</translation>
        </message>
        <message>
            <source>It must lie between 0 and 14 pixels.</source>
            <translation>必须在 0 到 14 个像素之间。</translation>
        </message>
        <message>
            <source>It must lie between 0 and 180 degrees.</source>
            <translation>必须在 0 到 180 度之间。</translation>
        </message>
        <message>
            <source>Kernel</source>
            <translation>卷积核</translation>
        </message>
        <message>
            <source>Label smoothing</source>
            <translation>标签平滑</translation>
        </message>
        <message>
            <source>Layer</source>
            <translation>层</translation>
        </message>
        <message>
            <source>Layer {level} of the stack is a window of {k} × {k}, padding {padding} on each side, stride {s}, dilation {d}. What shape comes out of it?</source>
            <translation>第 {level} 层的窗口为 {k} × {k}，每侧填充 {padding}，步幅为 {s}，膨胀率为 {d}。它的输出是什么形状？</translation>
        </message>
        <message>
            <source>Layer {number}: its padded input would have {padded:,} cells a side, too many to draw.</source>
            <translation>第 {number} 层：填充后的输入，边长有 {padded:,} 格，太多了，画不出来。</translation>
        </message>
        <message>
            <source>Layer {number}: its window spans {extent} cells and what is below has only {padded}.</source>
            <translation>第 {number} 层：窗口跨 {extent} 格，而它下面只有 {padded} 格。</translation>
        </message>
        <message>
            <source>Layer {number}: pooling pads at most half of its kernel of {kernel}.</source>
            <translation>第 {number} 层：池化的填充最多是窗口大小 {kernel} 的一半。</translation>
        </message>
        <message>
            <source>Layer {number}: {name} goes from {lowest} to {highest} here.</source>
            <translation>第 {number} 层：{name}在这里只能从 {lowest} 到 {highest}。</translation>
        </message>
        <message>
            <source>Layer {number}: {name} is {lowest} or more.</source>
            <translation>第 {number} 层：{name}必须大于或等于 {lowest}。</translation>
        </message>
        <message>
            <source>Layers one behind the other, the first one first, each with its kernel, its stride behind a stroke and its dilation in brackets where they are not 1: {layers}. How wide is the receptive field of one unit of the last?</source>
            <translation>几层前后相接，第一层写在最前；每层先写卷积核的大小，斜线后是步幅，括号里是膨胀率，为 1 时省略：{layers}。最后一层的一个单元，感受野有多宽？</translation>
        </message>
        <message>
            <source>Learning rate</source>
            <translation>学习率</translation>
        </message>
        <message>
            <source>Lesson “{title}”, steps done: {done}</source>
            <translation>课“{title}”，完成的步骤：{done}</translation>
        </message>
        <message>
            <source>Lesson “{title}”, steps done: {done} of {steps}</source>
            <translation>课“{title}”，完成的步骤：{done}/{steps}</translation>
        </message>
        <message>
            <source>Links and pictures are steps of their own. Write ::: open TARGET or ::: figure TARGET on a line.</source>
            <translation>链接和插图是单独的步骤。请另起一行，写 ::: open TARGET 或 ::: figure TARGET。</translation>
        </message>
        <message>
            <source>List the lessons. With --check: name everything that is wrong with a lesson, by file and line. With --results: print one table of the files that learners have saved.</source>
            <translation>列出所有的课。加上 --check：按文件和行号指出一课中的所有问题。加上 --results：把学生保存的文件汇总成一张表。</translation>
        </message>
        <message>
            <source>List the networks, by family.</source>
            <translation>按系列列出所有网络。</translation>
        </message>
        <message>
            <source>Log every</source>
            <translation>日志间隔</translation>
        </message>
        <message>
            <source>MACs</source>
            <translation>乘加运算</translation>
        </message>
        <message>
            <source>MACs not counted: {calls}.</source>
            <translation>未计入的乘加运算：{calls}。</translation>
        </message>
        <message numerus="yes">
            <source>Made {n:,} times.</source>
            <translation>
                <numerusform>犯过 {n:,} 次。</numerusform>
            </translation>
        </message>
        <message>
            <source>Maps, rows and columns are counted from 0. Copy the link again.</source>
            <translation>特征图、行和列从 0 开始编号。请重新复制链接。</translation>
        </message>
        <message>
            <source>Measure test</source>
            <translation>测量测试集</translation>
        </message>
        <message>
            <source>Measure train</source>
            <translation>测量训练集</translation>
        </message>
        <message numerus="yes">
            <source>Measuring on the {n:,} pictures of {set}: {count} so far</source>
            <translation>
                <numerusform>正在测量：{set}的 {n:,} 幅图像，已完成 {count} 幅</numerusform>
            </translation>
        </message>
        <message>
            <source>Momentum</source>
            <translation>动量</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>姓名</translation>
        </message>
        <message>
            <source>Name or service not known</source>
            <translation>未知的名称或服务</translation>
        </message>
        <message>
            <source>Name: {name}</source>
            <translation>姓名：{name}</translation>
        </message>
        <message>
            <source>Names of an older version (norm.1) were changed to those of today (norm1).</source>
            <translation>旧版本的名称（norm.1）已改成现在的名称（norm1）。</translation>
        </message>
        <message>
            <source>Nesterov</source>
            <translation>Nesterov</translation>
        </message>
        <message>
            <source>Nesterov needs a momentum greater than 0; set one.</source>
            <translation>Nesterov 需要大于 0 的动量；请设置动量。</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>Network (network): {reason}</source>
            <translation>网络（network）：{reason}</translation>
        </message>
        <message>
            <source>Network is unreachable</source>
            <translation>网络无法到达</translation>
        </message>
        <message>
            <source>No Wayland display answers at WAYLAND_DISPLAY={name}{why}. Set it to one that is there. {what_else}</source>
            <translation>WAYLAND_DISPLAY={name} 处没有 Wayland 显示服务应答{why}。请把它设为实际存在的显示服务。{what_else}</translation>
        </message>
        <message>
            <source>No X server answers at DISPLAY={name}{why}. Set DISPLAY to one that is there. {what_else}</source>
            <translation>DISPLAY={name} 处没有 X 服务器应答{why}。请把 DISPLAY 设为实际存在的服务器。{what_else}</translation>
        </message>
        <message>
            <source>No address associated with hostname</source>
            <translation>主机名没有对应的地址</translation>
        </message>
        <message>
            <source>No digit stands out in the picture. Use dark ink on light paper, or the other way round.</source>
            <translation>图片里没有清楚的数字。请在浅色的纸上用深色书写，或者反过来。</translation>
        </message>
        <message>
            <source>No font on this computer has the characters of {language}. Install one (on Debian and Ubuntu the package {package}), then start the program again.</source>
            <translation>这台电脑上没有能显示 {language} 文字的字体。请先安装一种（在 Debian 和 Ubuntu 上可安装软件包 {package}），再重新启动程序。</translation>
        </message>
        <message>
            <source>No kind of question is chosen. Choose at least one.</source>
            <translation>没有选择题型。请至少选择一种。</translation>
        </message>
        <message>
            <source>No route to host</source>
            <translation>没有到主机的路由</translation>
        </message>
        <message>
            <source>No such file or directory</source>
            <translation>没有这样的文件或文件夹</translation>
        </message>
        <message>
            <source>No weights called {weights} come with the program. Choose one of {names}.</source>
            <translation>程序没有自带名为 {weights} 的权重。请从 {names} 中选择一个。</translation>
        </message>
        <message>
            <source>Nothing can be so many per cent of 0. Take another number.</source>
            <translation>不能计算一个数占 0 的百分之几。请换一个数。</translation>
        </message>
        <message>
            <source>Nothing is divided by 0. Type another number.</source>
            <translation>不能除以 0。请输入另一个数。</translation>
        </message>
        <message>
            <source>Numbers leave PyTorch on the way ({calls}): what is made or calculated with Python's numbers afterwards reads, at most, all that left.</source>
            <translation>途中有数离开了 PyTorch（{calls}）：此后由 Python 的数构造或算出的结果，至多依赖所有离开的数。</translation>
        </message>
        <message>
            <source>One bias was counted for the whole layer: each output channel has its own.</source>
            <translation>整层只算了一个偏置：每个输出通道都有自己的偏置。</translation>
        </message>
        <message>
            <source>One of the {world} processes that train this network was lost</source>
            <translation>这个网络由 {world} 个进程共同训练，其中一个已失联</translation>
        </message>
        <message>
            <source>One of the {world} processes that train this network was lost ({cause})</source>
            <translation>这个网络由 {world} 个进程共同训练，其中一个已失联（{cause}）</translation>
        </message>
        <message numerus="yes">
            <source>One {size} × {size} convolution sees as much with {n:,} parameters, {times} times as many.</source>
            <translation>
                <numerusform>单独一个 {size} × {size} 卷积看得一样远，要 {n:,} 个参数，是前者的 {times} 倍。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>One {size} × {size} convolution sees as much with {n:,} parameters.</source>
            <translation>
                <numerusform>单独一个 {size} × {size} 卷积看得一样远，要 {n:,} 个参数。</numerusform>
            </translation>
        </message>
        <message>
            <source>Only a transposed convolution adds cells to its output.</source>
            <translation>只有转置卷积才给输出添加格子。</translation>
        </message>
        <message>
            <source>Only numbers are added, multiplied and divided. Take a number instead.</source>
            <translation>只有数才能相加、相乘和相除。请改用数。</translation>
        </message>
        <message>
            <source>Only one place was counted: the kernel is used anew at every cell of the output.</source>
            <translation>只算了一个位置：输出的每一格都要重新用一次卷积核。</translation>
        </message>
        <message>
            <source>Only one row of the output was counted: it has rows and columns.</source>
            <translation>只算了输出的一行：输出既有行又有列。</translation>
        </message>
        <message>
            <source>Only pooling lets windows hang over, adapts them, or divides.</source>
            <translation>只有池化才能让窗口伸出边界、自适应大小或指定除数。</translation>
        </message>
        <message>
            <source>Only the first input channel was used: the results of all channels are added.</source>
            <translation>只用了第一个输入通道：所有通道的结果要加起来。</translation>
        </message>
        <message>
            <source>Only the first layer was looked at: the next ones put several of its windows together.</source>
            <translation>只看了第一层：后面的各层会把它的几个窗口合在一起。</translation>
        </message>
        <message>
            <source>Only the last layer was looked at: what it reads has read further itself.</source>
            <translation>只看了最后一层：它读到的数，本身又取决于更大的范围。</translation>
        </message>
        <message>
            <source>Open a PNG, JPEG, GIF, BMP, TIFF or WebP file.</source>
            <translation>请打开 PNG、JPEG、GIF、BMP、TIFF 或 WebP 文件。</translation>
        </message>
        <message>
            <source>Opening {file} runs its code on this computer. Agree to that first, and only if you trust it.</source>
            <translation>打开 {file} 会在这台电脑上运行其中的代码。请先表示同意，并且只在信任它时才同意。</translation>
        </message>
        <message>
            <source>Operation timed out</source>
            <translation>操作超时</translation>
        </message>
        <message>
            <source>Optimiser</source>
            <translation>优化器</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Output {name}</source>
            <translation>输出 {name}</translation>
        </message>
        <message>
            <source>Outputs</source>
            <translation>各个输出</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>Params</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>Pooling has no weights to change.</source>
            <translation>池化没有可以更改的权重。</translation>
        </message>
        <message>
            <source>Pooling pads at most half of its kernel of {k}.</source>
            <translation>池化的填充最多是窗口大小 {k} 的一半。</translation>
        </message>
        <message>
            <source>Pooling pads at most half of its kernel of {k}. Take less padding.</source>
            <translation>池化的填充最多是窗口大小 {k} 的一半。请减少填充。</translation>
        </message>
        <message>
            <source>Pooling treats every channel by itself already.</source>
            <translation>池化本来就单独处理每个通道。</translation>
        </message>
        <message>
            <source>Practice {kind}: {right} of {asked} right</source>
            <translation>练习 {kind}：{asked} 题中答对 {right} 题</translation>
        </message>
        <message>
            <source>Print a network's layers with shapes, parameters, multiply-accumulates and receptive fields.</source>
            <translation>打印一个网络的各层，以及它们的形状、参数、乘加运算和感受野。</translation>
        </message>
        <message>
            <source>PyTorch correlates; true convolution reads the kernel backwards</source>
            <translation>PyTorch 做的是互相关；真正的卷积要把卷积核倒过来读</translation>
        </message>
        <message>
            <source>PyTorch's average pooling has no dilation.</source>
            <translation>PyTorch 的平均池化没有膨胀率。</translation>
        </message>
        <message>
            <source>PyTorch's pooling has no other padding than its own.</source>
            <translation>PyTorch 的池化只有它自己的填充方式。</translation>
        </message>
        <message>
            <source>PyTorch's transposed convolution has no other padding than its own.</source>
            <translation>PyTorch 的转置卷积只有它自己的填充方式。</translation>
        </message>
        <message>
            <source>Python could not be started once more on this computer. Start the program again.</source>
            <translation>无法在这台电脑上再启动一个 Python。请重新启动程序。</translation>
        </message>
        <message>
            <source>QT_QPA_PLATFORM=offscreen runs without a display; cnnstudio train works on the command line.</source>
            <translation>设置 QT_QPA_PLATFORM=offscreen 可以在没有显示器时运行；cnnstudio train 可以从命令行使用。</translation>
        </message>
        <message>
            <source>Qt cannot open its platform {platform}{why}, which QT_QPA_PLATFORM asks for. Unset it. {what_else}</source>
            <translation>Qt 无法打开 QT_QPA_PLATFORM 要求的平台 {platform}{why}。请取消这个设置。{what_else}</translation>
        </message>
        <message>
            <source>Qt could not be loaded: {message}</source>
            <translation>无法加载 Qt：{message}</translation>
        </message>
        <message>
            <source>Read one digit in each picture: dark on light or light on dark, photographs too.</source>
            <translation>识别每张图片中的一个数字：浅底深字或深底浅字均可，照片也行。</translation>
        </message>
        <message>
            <source>Recipe</source>
            <translation>训练方案</translation>
        </message>
        <message>
            <source>Reflection cannot reach past the far edge: at most {n} here.</source>
            <translation>镜像填充不能越过对面的边：这里最多 {n}。</translation>
        </message>
        <message>
            <source>Repeatable</source>
            <translation>可重复</translation>
        </message>
        <message>
            <source>Results in CNN Studio</source>
            <translation>CNN Studio 成绩</translation>
        </message>
        <message>
            <source>Resume the run, which writes it anew, or delete the run.</source>
            <translation>请继续这次训练任务，这样会重新写出这个文件；或者删除这次训练任务。</translation>
        </message>
        <message>
            <source>Resuming {network} ({parameters:,} parameters) on {dataset} ({pictures:,} pictures), {device}.</source>
            <translation>继续训练 {network}（{parameters:,} 个参数），数据集 {dataset}（{pictures:,} 幅图像），{device}。</translation>
        </message>
        <message>
            <source>Right</source>
            <translation>答对</translation>
        </message>
        <message>
            <source>Rotation</source>
            <translation>旋转</translation>
        </message>
        <message>
            <source>Row and column of the cell were exchanged.</source>
            <translation>把格子的行和列弄反了。</translation>
        </message>
        <message>
            <source>Rows and columns of the kernel were exchanged.</source>
            <translation>把卷积核的行和列弄反了。</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>训练任务</translation>
        </message>
        <message>
            <source>Saved</source>
            <translation>保存时间</translation>
        </message>
        <message>
            <source>Saved: {saved}, version {version}</source>
            <translation>保存时间：{saved}，程序版本 {version}</translation>
        </message>
        <message>
            <source>Say which class of {name} is the network, as in {text}:Net.</source>
            <translation>请说明 {name} 中哪个类是网络，例如 {text}:Net。</translation>
        </message>
        <message>
            <source>Scaling</source>
            <translation>缩放</translation>
        </message>
        <message>
            <source>Schedule</source>
            <translation>学习率调度</translation>
        </message>
        <message>
            <source>See inside one with: {command}</source>
            <translation>查看某个网络的内部：{command}</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>随机种子</translation>
        </message>
        <message>
            <source>Several processes cannot train on {device} with this PyTorch; add --device cpu, or start one process, without torchrun.</source>
            <translation>这个 PyTorch 不能在 {device} 上用多个进程训练；请加上 --device cpu，或者不用 torchrun，只启动一个进程。</translation>
        </message>
        <message>
            <source>Shift</source>
            <translation>平移</translation>
        </message>
        <message>
            <source>Something went wrong that the program did not expect: {what}.</source>
            <translation>发生了程序没有预料到的错误：{what}。</translation>
        </message>
        <message>
            <source>Stale file handle</source>
            <translation>文件句柄已失效</translation>
        </message>
        <message>
            <source>Start the run again, or delete it.</source>
            <translation>请重新开始这次训练任务，或者删除它。</translation>
        </message>
        <message>
            <source>Steps behind number {most:,} are not read. Split the lesson.</source>
            <translation>第 {most:,} 个以后的步骤不会读取。请把这一课分成几课。</translation>
        </message>
        <message>
            <source>Stopped; nothing is lost. Go on with: {command}</source>
            <translation>已停止，什么都没有丢失。用以下命令继续：{command}</translation>
        </message>
        <message>
            <source>Take convolutional networks apart, train them, draw digits. No command: open the window.</source>
            <translation>拆开卷积网络，训练它们，亲手写数字。不带命令时打开窗口。</translation>
        </message>
        <message>
            <source>Temporary failure in name resolution</source>
            <translation>域名解析暂时失败</translation>
        </message>
        <message>
            <source>The Draw room's state</source>
            <translation>“手写”页面的状态</translation>
        </message>
        <message>
            <source>The Learn room's state</source>
            <translation>“学习”页面的状态</translation>
        </message>
        <message>
            <source>The PDF could not be begun: the memory does not suffice. Close other programs.</source>
            <translation>无法开始写 PDF：内存不足。请关闭其他程序。</translation>
        </message>
        <message>
            <source>The Playground's state</source>
            <translation>实验台的状态</translation>
        </message>
        <message>
            <source>The Train room's state</source>
            <translation>“训练”页面的状态</translation>
        </message>
        <message>
            <source>The arguments of {class_name} need a name each. Open the file again.</source>
            <translation>{class_name} 的每个参数都需要名称。请重新打开文件。</translation>
        </message>
        <message>
            <source>The average was taken: this pooling takes the largest cell.</source>
            <translation>取成了平均值：这种池化取最大的一格。</translation>
        </message>
        <message>
            <source>The bias was forgotten.</source>
            <translation>忘了加偏置。</translation>
        </message>
        <message>
            <source>The braces of a formula do not close, or lie too deep in one another. Count them.</source>
            <translation>公式的花括号没有配对，或者嵌套太深。请数一数。</translation>
        </message>
        <message>
            <source>The built-in digits are used because MNIST is not at hand. {error}</source>
            <translation>没有 MNIST 可用，改用内置的数字。{error}</translation>
        </message>
        <message>
            <source>The cells of the input were counted: the kernel is used once for every cell of the output.</source>
            <translation>数成了输入的格子：卷积核在输出的每一格上用一次。</translation>
        </message>
        <message>
            <source>The cells under the window were added without their weights.</source>
            <translation>把窗口下的格子直接相加了，没有乘以权重。</translation>
        </message>
        <message>
            <source>The cells were added and not divided by how many they are.</source>
            <translation>把格子加起来后，没有除以格数。</translation>
        </message>
        <message>
            <source>The channels were added: pooling treats each channel by itself.</source>
            <translation>把各通道相加了：池化单独处理每个通道。</translation>
        </message>
        <message>
            <source>The channels were forgotten: a flattened row holds the cells of all of them.</source>
            <translation>忘了通道：展平后的一行包含所有通道的格子。</translation>
        </message>
        <message>
            <source>The channels were merged into one: pooling treats each channel by itself.</source>
            <translation>把各通道合成了一个：池化单独处理每个通道。</translation>
        </message>
        <message>
            <source>The channels were multiplied: the results of all input channels are added into each output.</source>
            <translation>把通道数相乘了：每个输出都是所有输入通道的结果相加。</translation>
        </message>
        <message>
            <source>The channels were taken as they are: a convolution has as many as it has kernels.</source>
            <translation>照搬了输入的通道数：卷积有多少个卷积核，就有多少个输出通道。</translation>
        </message>
        <message>
            <source>The condition is met before anything was done. Open another state, or wait for something else.</source>
            <translation>什么都还没做，条件就已经满足。请打开另一个状态，或等待别的条件。</translation>
        </message>
        <message>
            <source>The condition {text} has {there} where {wanted} should stand. Mend it there.</source>
            <translation>条件 {text} 中，应当出现{wanted}的地方却是：{there}。请改正。</translation>
        </message>
        <message>
            <source>The details are in {file}; copy them into a report.</source>
            <translation>详情在 {file} 中；请把它们复制到报告里。</translation>
        </message>
        <message>
            <source>The device {device} stopped responding. Restart the program and resume the run, or use the CPU.</source>
            <translation>设备 {device} 停止响应。请重新启动程序并继续这次训练任务，或改用 CPU。</translation>
        </message>
        <message>
            <source>The digits in {parent} were kept by a later version of CNN Studio. Update the program to see them; nothing in the folder was changed.</source>
            <translation>{parent} 里的数字是由更高版本的 CNN Studio 保存的。请更新程序后再查看；文件夹里的内容没有改动。</translation>
        </message>
        <message>
            <source>The dilation was forgotten: the taps stand apart, so the window spans more cells.</source>
            <translation>忘了膨胀率：取数点彼此隔开，所以窗口跨更多的格子。</translation>
        </message>
        <message>
            <source>The disk of the run's folder has no file locks, so another computer or program could train this run at the same time without being noticed; see that none does.</source>
            <translation>训练任务的文件夹所在的磁盘不支持文件锁，另一台电脑或另一个程序可能同时进行这次训练任务而不被察觉；请确保没有这种情况。</translation>
        </message>
        <message>
            <source>The division was rounded up: a last window that would hang over the end is left out.</source>
            <translation>除法向上取整了：最后一个会伸出末端的窗口不算在内。</translation>
        </message>
        <message>
            <source>The downloaded files of {dataset} have vanished from {place}. Download them again.</source>
            <translation>{dataset} 下载好的文件从 {place} 消失了。请重新下载。</translation>
        </message>
        <message>
            <source>The edits</source>
            <translation>权重的修改</translation>
        </message>
        <message>
            <source>The edits change a place of {tensor} that there is not.</source>
            <translation>修改涉及 {tensor} 中一个不存在的位置。</translation>
        </message>
        <message>
            <source>The edits change one place of {tensor} twice.</source>
            <translation>修改对 {tensor} 的同一个位置改了两次。</translation>
        </message>
        <message>
            <source>The edits change place {place:,} of {name}, which has {count:,} numbers.</source>
            <translation>修改涉及 {name} 的位置 {place:,}，而它只有 {count:,} 个数。</translation>
        </message>
        <message>
            <source>The file</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>The file calculates with a number that is too large.</source>
            <translation>文件的计算用到了一个过大的数。</translation>
        </message>
        <message>
            <source>The file calculates {target} with what is no number.</source>
            <translation>文件计算 {target} 时用到了不是数的内容。</translation>
        </message>
        <message>
            <source>The file counts further than can be shown. Open the Python file instead.</source>
            <translation>文件里的计数数列太长，无法显示。请改为打开 Python 文件。</translation>
        </message>
        <message>
            <source>The file cuts a tensor into more pieces than any network does.</source>
            <translation>文件把一个张量切成的块数，比任何网络都多。</translation>
        </message>
        <message>
            <source>The file cuts a tensor into more than {most:,} pieces.</source>
            <translation>文件把一个张量切成了超过 {most:,} 块。</translation>
        </message>
        <message>
            <source>The file does not say which parameters are shared, as it was exported without their numbers; each name is counted.</source>
            <translation>这个文件导出时没有带上参数的数值，因此没有注明哪些参数是共享的；每个名称都单独计数。</translation>
        </message>
        <message>
            <source>The file enlarges a picture by numbers that are not in it. Open the Python file instead.</source>
            <translation>文件放大图像所用的数不在文件里。请改为打开 Python 文件。</translation>
        </message>
        <message>
            <source>The file gives a graph inside its graph something other than tensors, which cannot be shown.</source>
            <translation>文件传给子图的不是张量，这里无法显示。</translation>
        </message>
        <message>
            <source>The file gives something else as {name} than the operator takes.</source>
            <translation>文件给出的 {name} 不是这个算子所要的类型。</translation>
        </message>
        <message>
            <source>The file gives {row} an argument {argument} that it does not take.</source>
            <translation>文件给了 {row} 一个它不接受的参数 {argument}。</translation>
        </message>
        <message>
            <source>The file gives {row} other weights than it takes.</source>
            <translation>文件给 {row} 的权重不是它所要的。</translation>
        </message>
        <message>
            <source>The file gives {row} {given} arguments; it takes {taken}.</source>
            <translation>文件给了 {row} {given} 个参数；它接受 {taken} 个。</translation>
        </message>
        <message>
            <source>The file goes through more positions of a tensor than any network has.</source>
            <translation>文件在一个张量中经过的位置，比任何网络都多。</translation>
        </message>
        <message>
            <source>The file has a constant that is not read here. Export the network again.</source>
            <translation>文件里有一个这里不读取的常量。请重新导出网络。</translation>
        </message>
        <message>
            <source>The file has a layer for more than three dimensions. Open the Python file instead.</source>
            <translation>文件里有一个层用于三维以上的数据。请改为打开 Python 文件。</translation>
        </message>
        <message>
            <source>The file has a list of {count:,} names.</source>
            <translation>文件里有一个包含 {count:,} 个名称的列表。</translation>
        </message>
        <message>
            <source>The file has a list of {count:,} numbers, more than any network needs.</source>
            <translation>文件里有一个包含 {count:,} 个数的列表，超出了任何网络的需要。</translation>
        </message>
        <message>
            <source>The file has a tensor of {count} dimensions whose sizes cannot be.</source>
            <translation>文件里有一个 {count} 维的张量，它的尺寸不可能成立。</translation>
        </message>
        <message>
            <source>The file has graphs inside graphs more deeply than can be shown.</source>
            <translation>文件里计算图的嵌套太深，无法显示。</translation>
        </message>
        <message>
            <source>The file has modules inside modules more deeply than can be shown.</source>
            <translation>文件里模块的嵌套太深，无法显示。</translation>
        </message>
        <message>
            <source>The file has more entries than any network's. Export the network again.</source>
            <translation>文件里的条目比任何网络都多。请重新导出网络。</translation>
        </message>
        <message>
            <source>The file has more modules inside modules than can be shown.</source>
            <translation>文件里嵌套的模块太多，无法显示。</translation>
        </message>
        <message>
            <source>The file has something else where a number belongs.</source>
            <translation>文件里应当是数的地方是别的内容。</translation>
        </message>
        <message>
            <source>The file has something else where a short text belongs.</source>
            <translation>文件里应当是短文字的地方是别的内容。</translation>
        </message>
        <message>
            <source>The file has something else where a whole number of 64 bits belongs.</source>
            <translation>文件里应当是 64 位整数的地方是别的内容。</translation>
        </message>
        <message>
            <source>The file has something else where true or false belongs.</source>
            <translation>文件里应当是 true 或 false 的地方是别的内容。</translation>
        </message>
        <message>
            <source>The file has tensors of the type {number}, which cannot be shown here.</source>
            <translation>文件里有类型为 {number} 的张量，这里无法显示。</translation>
        </message>
        <message>
            <source>The file has texts among its constants, which are not read. Open the Python file instead.</source>
            <translation>文件的常量里有文字，文字不读取。请改为打开 Python 文件。</translation>
        </message>
        <message>
            <source>The file has {count:,} modules, too many to show.</source>
            <translation>文件里有 {count:,} 个模块，太多了，无法显示。</translation>
        </message>
        <message>
            <source>The file is not there. Put it into the folder, or mend its name.</source>
            <translation>这个文件不存在。请把它放进文件夹，或改正它的名称。</translation>
        </message>
        <message>
            <source>The file joins {count:,} tensors at once, more than any network does.</source>
            <translation>文件一次拼接 {count:,} 个张量，比任何网络都多。</translation>
        </message>
        <message>
            <source>The file leaves out a value that an operator needs. Export the network again.</source>
            <translation>文件缺少一个算子所需的值。请重新导出网络。</translation>
        </message>
        <message>
            <source>The file makes a tensor of {count:,} numbers, more than any network's.</source>
            <translation>文件生成了一个包含 {count:,} 个数的张量，比任何网络的都大。</translation>
        </message>
        <message>
            <source>The file makes a tensor of {count} dimensions, more than any network's.</source>
            <translation>文件生成了一个 {count} 维的张量，维数比任何网络的都多。</translation>
        </message>
        <message>
            <source>The file repeats a recurrent layer more often than any network does.</source>
            <translation>文件重复一个循环层的次数，比任何网络都多。</translation>
        </message>
        <message>
            <source>The file repeats {row} more often than any network does.</source>
            <translation>文件重复 {row} 的次数，比任何网络都多。</translation>
        </message>
        <message>
            <source>The file takes differences of differences more often than any network does.</source>
            <translation>文件反复求差分的次数，比任何网络都多。</translation>
        </message>
        <message>
            <source>The file turns over what is no matrix by {row}, which cannot be shown here.</source>
            <translation>文件用 {row} 转置的不是矩阵，这里无法显示。</translation>
        </message>
        <message>
            <source>The file uses an argument of the kind {kind}, which cannot be shown here.</source>
            <translation>文件使用了 {kind} 类型的参数，这里无法显示。</translation>
        </message>
        <message>
            <source>The file uses the operation {target}, which cannot be shown here.</source>
            <translation>文件使用了运算 {target}，这里无法显示。</translation>
        </message>
        <message>
            <source>The file uses the operation {target}, which this PyTorch does not have.</source>
            <translation>文件使用了运算 {target}，这个 PyTorch 里没有它。</translation>
        </message>
        <message>
            <source>The file uses the operation {target}, {refused}; such a network cannot be shown here.</source>
            <translation>文件使用了运算 {target}（{refused}）；这样的网络在这里无法显示。</translation>
        </message>
        <message>
            <source>The file uses {row} on a tensor without numbers, which cannot be shown here.</source>
            <translation>文件对不含任何数的张量使用了 {row}，这里无法显示。</translation>
        </message>
        <message>
            <source>The file uses {row} on complex numbers of 16 bits, which cannot be shown here.</source>
            <translation>文件对 16 位的复数使用了 {row}，这里无法显示。</translation>
        </message>
        <message>
            <source>The file uses {row} on no tensor, which cannot be shown here.</source>
            <translation>文件使用 {row} 时没有给它张量，这里无法显示。</translation>
        </message>
        <message>
            <source>The file's network can only be analysed, not run.</source>
            <translation>文件里的网络只能分析，不能运行。</translation>
        </message>
        <message>
            <source>The file's numbers are damaged. Open another file, or save the state again.</source>
            <translation>文件里的数已损坏。请打开另一个文件，或重新保存状态。</translation>
        </message>
        <message>
            <source>The first of the {world} processes that train this network was lost. Start them again.</source>
            <translation>这个网络由 {world} 个进程共同训练，其中第一个已失联。请重新启动所有进程。</translation>
        </message>
        <message>
            <source>The first of the {world} processes that train this network was lost; {go_on}</source>
            <translation>这个网络由 {world} 个进程共同训练，其中第一个已失联；{go_on}</translation>
        </message>
        <message>
            <source>The first window was not counted: after it come as many as there are steps, so 1 is added.</source>
            <translation>漏数了第一个窗口：它后面的窗口数等于移动的次数，所以要加 1。</translation>
        </message>
        <message>
            <source>The folder holds more than {max_files} files. Keep a lesson in a folder of its own.</source>
            <translation>文件夹里的文件超过了 {max_files} 个。请把课放在它自己的文件夹里。</translation>
        </message>
        <message>
            <source>The folder of a run has to be absolute; {path} is not.</source>
            <translation>训练任务的文件夹必须是绝对路径；{path} 不是。</translation>
        </message>
        <message>
            <source>The folder of a run has to be absolute; {resume} is not.</source>
            <translation>训练任务的文件夹必须是绝对路径；{resume} 不是。</translation>
        </message>
        <message>
            <source>The folder {folder} already holds a run; resume it, or choose another folder.</source>
            <translation>文件夹 {folder} 里已有一次训练任务；请继续它，或选择另一个文件夹。</translation>
        </message>
        <message>
            <source>The folder {folder} could not be read: {reason}. Check that you may open it.</source>
            <translation>无法读取文件夹 {folder}：{reason}。请检查是否有权打开它。</translation>
        </message>
        <message>
            <source>The folder {folder} does not exist. Choose a folder with MNIST's four files.</source>
            <translation>文件夹 {folder} 不存在。请选择放有 MNIST 四个文件的文件夹。</translation>
        </message>
        <message>
            <source>The folder {folder} holds no MNIST files. Choose the folder with train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz (or unpacked).</source>
            <translation>文件夹 {folder} 里没有 MNIST 的文件。请选择放有 train-images-idx3-ubyte.gz、train-labels-idx1-ubyte.gz、t10k-images-idx3-ubyte.gz 和 t10k-labels-idx1-ubyte.gz 的文件夹（解压后的也可以）。</translation>
        </message>
        <message>
            <source>The folder {folder} lacks the {names} file. Put it beside the others.</source>
            <translation>文件夹 {folder} 里缺少文件 {names}。请把缺少的文件与其他文件放在一起。</translation>
        </message>
        <message>
            <source>The functions of a network are counted from 0.</source>
            <translation>网络的函数从 0 开始编号。</translation>
        </message>
        <message>
            <source>The graph in {label} has {count:,} operations, too many to show.</source>
            <translation>{label} 里的计算图有 {count:,} 个运算，太多了，无法显示。</translation>
        </message>
        <message>
            <source>The graph in {label} is too large to show.</source>
            <translation>{label} 里的计算图太大，无法显示。</translation>
        </message>
        <message>
            <source>The graph in {name} cannot be read: {error}. Export the network again with torch.export.save.</source>
            <translation>无法读取 {name} 里的计算图：{error}。请用 torch.export.save 重新导出网络。</translation>
        </message>
        <message>
            <source>The graph in {name} does not fit into this computer's memory.</source>
            <translation>这台电脑的内存放不下 {name} 里的计算图。</translation>
        </message>
        <message>
            <source>The groups were forgotten: an output channel reads the input channels of its own group alone.</source>
            <translation>忘了分组：一个输出通道只读取自己那一组的输入通道。</translation>
        </message>
        <message>
            <source>The input channels were forgotten: each output channel has a kernel for every one of them.</source>
            <translation>忘了输入通道：每个输出通道对每个输入通道都有一个卷积核。</translation>
        </message>
        <message>
            <source>The input has from 1 to {most} channels here.</source>
            <translation>这里的输入可以有 1 到 {most} 个通道。</translation>
        </message>
        <message>
            <source>The input has one channel or more.</source>
            <translation>输入至少要有一个通道。</translation>
        </message>
        <message>
            <source>The input's numbers do not fill the input's size. Open another file, or start anew.</source>
            <translation>输入里的数与输入的大小不符。请打开另一个文件，或从头开始。</translation>
        </message>
        <message>
            <source>The input's side goes from 1 to {max_input:,} here.</source>
            <translation>这里输入的边长可以从 1 到 {max_input:,}。</translation>
        </message>
        <message>
            <source>The input's side goes from 1 to {most} here.</source>
            <translation>这里输入的边长可以从 1 到 {most}。</translation>
        </message>
        <message>
            <source>The kernel was flipped: here it lies on the input as it is drawn.</source>
            <translation>把卷积核翻转了：这里的卷积核按画出来的样子压在输入上。</translation>
        </message>
        <message>
            <source>The kernel was taken off at both ends: the window hangs over at one end only.</source>
            <translation>在两端都减去了卷积核：窗口只会在一端伸出去。</translation>
        </message>
        <message>
            <source>The kernel's numbers do not fill the kernel's size. Open another file, or start anew.</source>
            <translation>卷积核里的数与卷积核的大小不符。请打开另一个文件，或从头开始。</translation>
        </message>
        <message>
            <source>The kernel's side was taken for its area: a kernel of k × k has k times k weights.</source>
            <translation>把卷积核的边长当成了面积：k × k 的卷积核有 k 乘 k 个权重。</translation>
        </message>
        <message>
            <source>The kernels were added: two windows overlap, so each layer adds k - 1.</source>
            <translation>把各个卷积核的大小相加了：相邻的窗口有重叠，所以每层只增加 k - 1。</translation>
        </message>
        <message>
            <source>The kernels were multiplied: only what stands apart multiplies, and that is the stride.</source>
            <translation>把各个卷积核的大小相乘了：只有彼此隔开的距离才相乘，也就是步幅。</translation>
        </message>
        <message>
            <source>The language file {file} is damaged. Install the program again, or choose another language.</source>
            <translation>语言文件 {file} 已损坏。请重新安装程序，或选择另一种语言。</translation>
        </message>
        <message>
            <source>The largest cell was taken: this pooling takes the average.</source>
            <translation>取了最大的一格：这种池化取平均值。</translation>
        </message>
        <message>
            <source>The last layer tells {other:,} classes apart; {network} is made with as many.</source>
            <translation>最后一层区分 {other:,} 个类别；{network} 按这个类别数建立。</translation>
        </message>
        <message>
            <source>The layer {layer} has {channels_out} output channels. Choose one of them.</source>
            <translation>层 {layer} 有 {channels_out} 个输出通道。请选择其中一个。</translation>
        </message>
        <message>
            <source>The layer {layer} is not called for this picture. Open another layer.</source>
            <translation>处理这幅图像时没有用到层 {layer}。请打开另一层。</translation>
        </message>
        <message>
            <source>The layer {path} gives no maps that could be switched off.</source>
            <translation>层 {path} 没有可以停用的特征图。</translation>
        </message>
        <message>
            <source>The layer {path} has no output of its own. Take another one.</source>
            <translation>层 {path} 没有自己的输出。请换一层。</translation>
        </message>
        <message>
            <source>The layer {path} has no square receptive field. Take another one.</source>
            <translation>层 {path} 的感受野不是正方形。请换一层。</translation>
        </message>
        <message>
            <source>The layer {path} has no weights of its own, so its maps cannot be off in kept weights. Switch them on again first, or switch off those of the convolution before it.</source>
            <translation>层 {path} 没有自己的权重，因此无法把停用的特征图存进权重。请先重新启用它们，或者改为停用前一个卷积层的特征图。</translation>
        </message>
        <message>
            <source>The layer {path} has {count} maps, and the edits switch off number {number}.</source>
            <translation>层 {path} 有 {count} 张特征图，而修改要停用的是编号 {number} 的那张。</translation>
        </message>
        <message>
            <source>The layer {path} of {title} cannot be opened. Open a convolution or a pooling.</source>
            <translation>{title} 的层 {path} 不能打开。请打开一个卷积层或池化层。</translation>
        </message>
        <message>
            <source>The layer {path} shares its weights with another layer, so its maps cannot be off in kept weights. Switch them on again first.</source>
            <translation>层 {path} 与另一层共用权重，因此无法把停用的特征图存进权重。请先重新启用它们。</translation>
        </message>
        <message>
            <source>The layer {scope} has no weights that could be set to zero.</source>
            <translation>层 {scope} 没有可以置零的权重。</translation>
        </message>
        <message>
            <source>The line has more than {longest_line:,} characters. Break it.</source>
            <translation>这一行超过了 {longest_line:,} 个字符。请分成几行。</translation>
        </message>
        <message>
            <source>The link is damaged: it holds something that is no name=value. Copy it again.</source>
            <translation>链接已损坏：其中有一处不是 name=value 的形式。请重新复制。</translation>
        </message>
        <message>
            <source>The link names a room {room}, which there is not. Copy it again from its source.</source>
            <translation>链接指向的页面 {room} 不存在。请从来源处重新复制。</translation>
        </message>
        <message>
            <source>The link names {key} twice. Copy it again from its source.</source>
            <translation>链接里 {key} 出现了两次。请从来源处重新复制。</translation>
        </message>
        <message>
            <source>The link says something of {unknown}, which there is not. Copy it again.</source>
            <translation>链接里的 {unknown} 不存在。请重新复制。</translation>
        </message>
        <message>
            <source>The link says {name} is {wanted}, and the room then says {place}. Copy it again.</source>
            <translation>链接里写的 {name} 是 {wanted}，而页面给出的是 {place}。请重新复制。</translation>
        </message>
        <message>
            <source>The link speaks of {name}, which there is not. Copy it again from its source.</source>
            <translation>链接里提到的 {name} 不存在。请从来源处重新复制。</translation>
        </message>
        <message>
            <source>The loss is no longer a finite number: the training has diverged. Choose a smaller learning rate, a warm-up, or the default initialisation; the weights from before are kept.</source>
            <translation>损失不再是有限的数：训练已经发散。请选择更小的学习率、加上预热，或使用默认的初始权重；之前的权重已经保留。</translation>
        </message>
        <message>
            <source>The memory of {device} ran out. Choose a smaller batch size, close other programs, or train on another device.</source>
            <translation>{device} 的内存不足。请选择更小的批量大小、关闭其他程序，或在另一个设备上训练。</translation>
        </message>
        <message>
            <source>The network</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>The network has no layer {layer}. Open one of its own layers.</source>
            <translation>网络没有层 {layer}。请打开它自己的某一层。</translation>
        </message>
        <message>
            <source>The network has {outputs:,} outputs, and there are {count:,} names.</source>
            <translation>网络有 {outputs:,} 个输出，而名称有 {count:,} 个。</translation>
        </message>
        <message>
            <source>The network in {file} cannot be copied: {sentence_of}</source>
            <translation>{file} 里的网络无法复制：{sentence_of}</translation>
        </message>
        <message>
            <source>The network in {label} takes {count} inputs; only networks that take one batch of pictures (N, C, H, W) can be shown.</source>
            <translation>{label} 里的网络有 {count} 个输入；只能显示接受一个图像批量 (N, C, H, W) 的网络。</translation>
        </message>
        <message>
            <source>The network looks at the numbers it is given; shown is what it does with a picture of zeros, and it may do something else with another.</source>
            <translation>这个网络会根据输入的数值改变做法；这里显示的是它对全零图像的做法，换一幅图像可能有所不同。</translation>
        </message>
        <message>
            <source>The network makes sizes of numbers that only its weights or a picture give. Open the Python file instead.</source>
            <translation>网络中有些尺寸要靠权重或图像才能确定。请改为打开 Python 文件。</translation>
        </message>
        <message>
            <source>The network needs more memory than it may take here.</source>
            <translation>网络所需的内存超出了这里允许的上限。</translation>
        </message>
        <message>
            <source>The network of the link</source>
            <translation>链接里的网络</translation>
        </message>
        <message>
            <source>The network {name} cannot be built with these options: {error}.</source>
            <translation>网络 {name} 无法用这些选项建立：{error}。</translation>
        </message>
        <message>
            <source>The network's file {path} is not there. Put it back, or choose another network.</source>
            <translation>网络的文件 {path} 不存在。请把它放回去，或选择另一个网络。</translation>
        </message>
        <message>
            <source>The network's file {path} lacks its SHA-256. Open the file again.</source>
            <translation>网络的文件 {path} 缺少 SHA-256。请重新打开这个文件。</translation>
        </message>
        <message>
            <source>The number is too large. Type a smaller one.</source>
            <translation>这个数太大。请输入小一些的数。</translation>
        </message>
        <message>
            <source>The options of {name} name one of them twice. Leave one out.</source>
            <translation>{name} 的选项中，有一个写了两次。请去掉一个。</translation>
        </message>
        <message>
            <source>The output channels were forgotten: each has kernels of its own.</source>
            <translation>忘了输出通道：每个输出通道都有自己的卷积核。</translation>
        </message>
        <message>
            <source>The output could not be written: {reason}.</source>
            <translation>无法写出结果：{reason}。</translation>
        </message>
        <message>
            <source>The output of {size} cells has no cell that could be taken apart in channel {channel}, row {row}, column {col}. Copy the link again.</source>
            <translation>大小为 {size} 的输出里，没有第 {channel} 通道第 {row} 行第 {col} 列这一格，无法拆开来看。请重新复制链接。</translation>
        </message>
        <message>
            <source>The padding was counted on one side only: it stands before the first cell and behind the last.</source>
            <translation>只算了一侧的填充：第一格之前和最后一格之后都有填充。</translation>
        </message>
        <message>
            <source>The padding was counted twice: each side has it once.</source>
            <translation>填充算了两遍：每一侧只算一次。</translation>
        </message>
        <message>
            <source>The padding was forgotten: the window also starts on the zeros around the input.</source>
            <translation>忘了填充：窗口也会从输入周围的零开始。</translation>
        </message>
        <message>
            <source>The path</source>
            <translation>路径</translation>
        </message>
        <message>
            <source>The path of a network's file has to be absolute; {path} is not.</source>
            <translation>网络文件的路径必须是绝对路径；{path} 不是。</translation>
        </message>
        <message>
            <source>The path of weights has to be absolute; {path} is not.</source>
            <translation>权重的路径必须是绝对路径；{path} 不是。</translation>
        </message>
        <message>
            <source>The pen is from {least} to {most} wide; {pen} is not.</source>
            <translation>画笔的粗细在 {least} 到 {most} 之间；{pen} 不在其中。</translation>
        </message>
        <message>
            <source>The picture</source>
            <translation>这张图片</translation>
        </message>
        <message>
            <source>The picture is far too long and narrow. Cut out the part that you mean.</source>
            <translation>图片太过狭长。请剪下要用的那一部分。</translation>
        </message>
        <message>
            <source>The playground does not know the arithmetic of {layer} ({kind}). Open a convolution, a pooling or a linear layer.</source>
            <translation>实验台不知道层 {layer}（{kind}）是怎样计算的。请打开卷积层、池化层或线性层。</translation>
        </message>
        <message>
            <source>The playground stops at {most:,} here.</source>
            <translation>这里实验台最多到 {most:,}。</translation>
        </message>
        <message>
            <source>The points of a stroke are damaged. Open another drawing.</source>
            <translation>一条笔画上的点已损坏。请打开另一幅画。</translation>
        </message>
        <message>
            <source>The progress</source>
            <translation>学习进度</translation>
        </message>
        <message>
            <source>The progress is damaged: it does not say of which version it is. Open another file.</source>
            <translation>学习进度已损坏：没有注明属于哪个版本。请打开另一个文件。</translation>
        </message>
        <message>
            <source>The progress is damaged: something was done less than never. Open another file.</source>
            <translation>学习进度已损坏：其中有一个次数小于零。请打开另一个文件。</translation>
        </message>
        <message>
            <source>The progress is of a later version of CNN Studio. Update the program to open it.</source>
            <translation>学习进度来自更高版本的 CNN Studio。请更新程序后再打开。</translation>
        </message>
        <message>
            <source>The receptive field</source>
            <translation>感受野</translation>
        </message>
        <message>
            <source>The receptive field becomes too large to be drawn. Take smaller layers.</source>
            <translation>感受野会大得画不出来。请换小一些的层。</translation>
        </message>
        <message>
            <source>The room {room} has no states that a link could name. Copy the link again.</source>
            <translation>页面 {room} 没有可以用链接指定的状态。请重新复制链接。</translation>
        </message>
        <message>
            <source>The run folder (run_dir) {path} cannot be written: {reason}. Choose another folder.</source>
            <translation>训练任务的文件夹（run_dir）{path} 无法写入：{reason}。请选择另一个文件夹。</translation>
        </message>
        <message>
            <source>The run folder (run_dir) {path} has {free} MB of free space, and this run needs {needed} MB. Free some, or choose another folder.</source>
            <translation>训练任务的文件夹（run_dir）{path} 只有 {free} MB 可用空间，而这次训练任务需要 {needed} MB。请腾出一些空间，或选择另一个文件夹。</translation>
        </message>
        <message>
            <source>The run in {path} has just been trained by another window or program. Resume it again from where it stands now.</source>
            <translation>{path} 里的训练任务刚刚由另一个窗口或程序训练过。请从它现在的进度重新继续。</translation>
        </message>
        <message>
            <source>The run in {path} is being trained by another window or program. Stop it there, or wait until it has ended.</source>
            <translation>{path} 里的训练任务正由另一个窗口或程序训练。请在那里停止它，或等到它结束。</translation>
        </message>
        <message>
            <source>The run {folder} has no {name}. Choose other weights.</source>
            <translation>训练任务 {folder} 没有{name}。请选择别的权重。</translation>
        </message>
        <message>
            <source>The run {folder} is not there any more. Choose other weights.</source>
            <translation>训练任务 {folder} 已不存在。请选择别的权重。</translation>
        </message>
        <message>
            <source>The run {run} could not be brought back from {target}: {reason}.</source>
            <translation>训练任务 {run} 无法从 {target} 恢复：{reason}。</translation>
        </message>
        <message>
            <source>The run {run} could not be deleted: {reason}. Close what uses its folder.</source>
            <translation>训练任务 {run} 无法删除：{reason}。请关闭正在使用其文件夹的程序。</translation>
        </message>
        <message>
            <source>The share of weights to be set to zero lies between 0 and 1.</source>
            <translation>要置零的权重比例必须在 0 和 1 之间。</translation>
        </message>
        <message>
            <source>The sides were added: a flattened row holds rows times columns cells.</source>
            <translation>把边长相加了：展平后的一行有行数乘列数那么多格。</translation>
        </message>
        <message>
            <source>The size was taken as it is: that needs a padding of half the kernel on each side.</source>
            <translation>以为大小不变：要保持不变，每一侧的填充应是卷积核的一半。</translation>
        </message>
        <message>
            <source>The sizes of an input and the number of classes lie between 1 and {largest:,}.</source>
            <translation>输入的各个尺寸和类别数必须在 1 到 {largest:,} 之间。</translation>
        </message>
        <message>
            <source>The slip {name} gives the right result here. Take other numbers, or leave it out.</source>
            <translation>失误 {name} 在这里会得出正确的结果。请换别的数，或去掉它。</translation>
        </message>
        <message>
            <source>The slip {name} gives what {other} gives here. Take other numbers, or leave it out.</source>
            <translation>失误 {name} 在这里得出的结果与 {other} 相同。请换别的数，或去掉它。</translation>
        </message>
        <message>
            <source>The state of the Models room</source>
            <translation>“模型”页面的状态</translation>
        </message>
        <message>
            <source>The state of {room} has no place {path}. Take one that a link names.</source>
            <translation>{room} 的状态里没有 {path} 这一项。请用链接里可以写的项。</translation>
        </message>
        <message>
            <source>The stride was forgotten: the window does not stop at every place.</source>
            <translation>忘了步幅：窗口并不在每个位置都停。</translation>
        </message>
        <message>
            <source>The stride was multiplied: wider steps make fewer stops, so it divides.</source>
            <translation>乘以了步幅：步子越大，停的次数越少，所以应当除以步幅。</translation>
        </message>
        <message>
            <source>The strides were forgotten: behind a stride, one step is several cells of the input.</source>
            <translation>忘了步幅：经过一层的步幅之后，走一步等于在输入上走好几格。</translation>
        </message>
        <message>
            <source>The system library {library} is missing. Install it: sudo apt install {package}</source>
            <translation>缺少系统库 {library}。请安装：sudo apt install {package}</translation>
        </message>
        <message>
            <source>The text is empty. Write a paragraph.</source>
            <translation>文字是空的。请写一段。</translation>
        </message>
        <message>
            <source>The value {rest} cannot be read. Write it as JSON.</source>
            <translation>值 {rest} 无法读取。请写成 JSON。</translation>
        </message>
        <message>
            <source>The weights</source>
            <translation>权重</translation>
        </message>
        <message numerus="yes">
            <source>The weights of a map's window are one number, its coefficient: the layer has {n:,} weights.</source>
            <translation>
                <numerusform>同一张特征图的窗口里，权重都是同一个数，即它的系数：这一层有 {n:,} 个权重。</numerusform>
            </translation>
        </message>
        <message>
            <source>The weights of the link</source>
            <translation>链接里的权重</translation>
        </message>
        <message>
            <source>The weights of this kernel are one number in the network. Scale it, or type another one.</source>
            <translation>这个卷积核的各个权重在网络中是同一个数。请整体缩放它，或输入另一个数。</translation>
        </message>
        <message>
            <source>The weights stand under {place} in the file.</source>
            <translation>权重在文件里位于 {place} 之下。</translation>
        </message>
        <message>
            <source>The weights, metrics and checkpoint are in {folder}</source>
            <translation>权重、指标和检查点保存在 {folder}</translation>
        </message>
        <message>
            <source>The window was put on the input without its padding: with padding it starts outside.</source>
            <translation>把窗口放在了没有填充的输入上：有填充时，窗口从外面开始。</translation>
        </message>
        <message>
            <source>The window was put where the cell's number says: with a stride it starts that many times further.</source>
            <translation>直接按格子的编号放了窗口：有步幅时，起点要再乘以步幅。</translation>
        </message>
        <message>
            <source>The window was taken to span dilation times kernel: between k taps there are k - 1 gaps.</source>
            <translation>以为窗口的跨度是膨胀率乘以卷积核的大小：k 个取数点之间只有 k - 1 个间隔。</translation>
        </message>
        <message>
            <source>The window would span {extent} cells and the padded input has only {padded}.</source>
            <translation>窗口要跨 {extent} 格，而填充后的输入只有 {padded} 格。</translation>
        </message>
        <message>
            <source>The workspace</source>
            <translation>工作区</translation>
        </message>
        <message>
            <source>The workspace is damaged: it does not say of which version it is.</source>
            <translation>工作区已损坏：没有注明属于哪个版本。</translation>
        </message>
        <message>
            <source>The workspace is of a later version of CNN Studio. Update the program to open it.</source>
            <translation>工作区来自更高版本的 CNN Studio。请更新程序后再打开。</translation>
        </message>
        <message>
            <source>The zeros of the padding were not counted: PyTorch divides by all cells of the window.</source>
            <translation>没有算上填充的零：PyTorch 除以窗口里的全部格数。</translation>
        </message>
        <message>
            <source>The zip holds more than {files:,} files or {size} MB. Zip the lesson's folder alone.</source>
            <translation>zip 里的文件超过了 {files:,} 个或 {size} MB。请只压缩课的文件夹。</translation>
        </message>
        <message>
            <source>The zip holds {filename}, which is a link. Zip the file itself.</source>
            <translation>zip 里的 {filename} 是一个符号链接。请压缩文件本身。</translation>
        </message>
        <message>
            <source>The zip holds {name} twice. Zip the folder again.</source>
            <translation>zip 里有两个 {name}。请重新压缩文件夹。</translation>
        </message>
        <message>
            <source>The zip holds {name}, a path that could lead out. Zip the folder again.</source>
            <translation>zip 里有 {name}，这个路径可能通向文件夹之外。请重新压缩文件夹。</translation>
        </message>
        <message>
            <source>The zip's file {filename} is encrypted. Zip it without a password.</source>
            <translation>zip 中的文件 {filename} 已加密。请不设密码重新打包。</translation>
        </message>
        <message numerus="yes">
            <source>The {n:,} animations {names} are still being written. Stop them? No file is left then.</source>
            <translation>
                <numerusform>{n:,} 个动画（{names}）还在写入。要停止吗？停止后不会留下文件。</numerusform>
            </translation>
        </message>
        <message>
            <source>The {what} for {language} is no text. Write one in quotes.</source>
            <translation>{what}的 {language} 版本不是文本。请用引号写出文本。</translation>
        </message>
        <message>
            <source>The {what} is given for {language}, and there is no such text.</source>
            <translation>{what}有 {language} 版本，却没有这种语言的正文。</translation>
        </message>
        <message>
            <source>The {what} is missing for {language}. Add {language} = "...".</source>
            <translation>{what}缺少 {language} 版本。请加上 {language} = "..."。</translation>
        </message>
        <message>
            <source>The {what} is not given by language. Write en = "..." below it.</source>
            <translation>{what}没有分语言给出。请在它下面写上 en = "..."。</translation>
        </message>
        <message>
            <source>There are {count} digits of your handwriting; keep at least {fewest} before fine-tuning.</source>
            <translation>你的笔迹目前有 {count} 个数字；微调之前，请至少保存 {fewest} 个。</translation>
        </message>
        <message>
            <source>There is no X server to open the window on: DISPLAY is not set. {what_else}</source>
            <translation>没有可以打开窗口的 X 服务器：DISPLAY 未设置。{what_else}</translation>
        </message>
        <message>
            <source>There is no checkpoint in {parent}; choose the folder of a run that was stopped.</source>
            <translation>{parent} 中没有检查点；请选择已停止的训练任务的文件夹。</translation>
        </message>
        <message>
            <source>There is no data set called {name}. {hint}</source>
            <translation>没有名为 {name} 的数据集。{hint}</translation>
        </message>
        <message>
            <source>There is no display to open the window on. Set QT_QPA_PLATFORM=offscreen to run it without one, or train from the command line: cnnstudio train</source>
            <translation>没有可以打开窗口的显示器。设置 QT_QPA_PLATFORM=offscreen 可以在没有显示器时运行；也可以从命令行训练：cnnstudio train</translation>
        </message>
        <message>
            <source>There is no fact {name}. There are {known}.</source>
            <translation>没有名为 {name} 的状态量。可用的有：{known}。</translation>
        </message>
        <message>
            <source>There is no function {name}. There are {known}.</source>
            <translation>没有名为 {name} 的函数。可用的有：{known}。</translation>
        </message>
        <message>
            <source>There is no language {code}. Choose {codes}.</source>
            <translation>没有 {code} 这种语言。请选择 {codes}。</translation>
        </message>
        <message>
            <source>There is no lesson {name}. Choose another.</source>
            <translation>没有名为 {name} 的课。请选择其他的课。</translation>
        </message>
        <message>
            <source>There is no network called {name}. {hint}</source>
            <translation>没有名为 {name} 的网络。{hint}</translation>
        </message>
        <message>
            <source>There is no question {kind}. There are {known}.</source>
            <translation>没有 {kind} 这种题目。可用的有：{known}。</translation>
        </message>
        <message>
            <source>There is no question {name}. There are {known}.</source>
            <translation>没有名为 {name} 的题目。可用的有：{known}。</translation>
        </message>
        <message>
            <source>There is no recipe called {name}. {hint}</source>
            <translation>没有名为 {name} 的训练方案。{hint}</translation>
        </message>
        <message>
            <source>There is no room {room} whose state can be opened. Copy the link again.</source>
            <translation>没有可以打开其状态的页面 {room}。请重新复制链接。</translation>
        </message>
        <message>
            <source>There is no room {room}. Copy the link again from its source.</source>
            <translation>没有名为 {room} 的页面。请从来源处重新复制链接。</translation>
        </message>
        <message>
            <source>There is no run in {path}; choose another folder.</source>
            <translation>{path} 中没有训练任务；请选择另一个文件夹。</translation>
        </message>
        <message>
            <source>There is no slip {name}. There are {known}.</source>
            <translation>没有名为 {name} 的失误。可用的有：{known}。</translation>
        </message>
        <message>
            <source>There is no step {word}. There are {steps}.</source>
            <translation>没有名为 {word} 的步骤。可用的有：{steps}。</translation>
        </message>
        <message>
            <source>There is no text. Write one into text.en.md.</source>
            <translation>没有正文。请写入 text.en.md。</translation>
        </message>
        <message>
            <source>There is no {front}. Write one with order, minutes and title.</source>
            <translation>没有 {front}。请写一个，其中给出 order、minutes 和 title。</translation>
        </message>
        <message>
            <source>There is not one bias an output channel. Open another file, or start anew.</source>
            <translation>偏置的个数与输出通道数不同。请打开另一个文件，或从头开始。</translation>
        </message>
        <message>
            <source>There is nothing to export yet: draw digits and keep them first.</source>
            <translation>还没有可以导出的内容：请先画数字并保存。</translation>
        </message>
        <message>
            <source>These two maps are not connected: there is no weight here to change.</source>
            <translation>这两张特征图之间没有连接：这里没有可以修改的权重。</translation>
        </message>
        <message>
            <source>These weights belong to another network than {kind}; choose the network they were trained with.</source>
            <translation>这些权重属于另一个网络，而不是 {kind}；请选择训练出它们的网络。</translation>
        </message>
        <message>
            <source>These weights do not fit {network}: its layers have other names or sizes.</source>
            <translation>这些权重与 {network} 不匹配：各层的名称或大小不同。</translation>
        </message>
        <message>
            <source>These weights want pictures of {wanted} channels, and these have {given}.</source>
            <translation>这些权重需要有 {wanted} 个通道的图像，而这幅图像有 {given} 个通道。</translation>
        </message>
        <message numerus="yes">
            <source>These {n:,} runs are not there any more: {names}.</source>
            <translation>
                <numerusform>这 {n:,} 次训练任务已不存在：{names}。</numerusform>
            </translation>
        </message>
        <message>
            <source>This PyTorch cannot train in several processes; start one process, without torchrun.</source>
            <translation>这个 PyTorch 不能用多个进程训练；请不用 torchrun，只启动一个进程。</translation>
        </message>
        <message>
            <source>This cannot be shown in the Playground. Ask about another layer.</source>
            <translation>这无法在实验台上展示。请换一层。</translation>
        </message>
        <message>
            <source>This checkpoint belongs to the network {own}, not to {other}; resume it with {own}, or start a new run.</source>
            <translation>这个检查点属于网络 {own}，而不是 {other}；请用 {own} 继续，或开始新的训练任务。</translation>
        </message>
        <message>
            <source>This computer has {device_count} of the {here} GPUs that the processes on it need; start as many processes as there are GPUs, or add --device cpu.</source>
            <translation>这台电脑上的进程需要 {here} 块 GPU，而这里只有 {device_count} 块；请让进程数与 GPU 数相同，或加上 --device cpu。</translation>
        </message>
        <message>
            <source>This copy of CNN Studio is damaged: {faults}. Install or unpack it again. (Its files lie in {folder}.)</source>
            <translation>这份 CNN Studio 已损坏：{faults}。请重新安装或解压。（它的文件在 {folder}。）</translation>
        </message>
        <message>
            <source>This file was saved by a later version of CNN Studio. Update the program to open it.</source>
            <translation>这个文件是用更高版本的 CNN Studio 保存的。请更新程序后再打开。</translation>
        </message>
        <message>
            <source>This is a layer of a network: its sizes are its own. Take a free copy to change them.</source>
            <translation>这是某个网络中的层，大小由网络决定。要修改，请先取一份自由副本。</translation>
        </message>
        <message>
            <source>This is a layer of {network}: its sizes and its input are its own. Take a free copy to change them.</source>
            <translation>这是 {network} 中的层，大小和输入都由网络决定。要修改，请先取一份自由副本。</translation>
        </message>
        <message>
            <source>This is no layer that could be opened: it has no path, or counts from below 0.</source>
            <translation>这不是可以打开的层：它没有路径，或者其中的编号小于 0。</translation>
        </message>
        <message>
            <source>This is no progress of CNN Studio. Open another file.</source>
            <translation>这不是 CNN Studio 的学习进度。请打开另一个文件。</translation>
        </message>
        <message>
            <source>This is no workspace of CNN Studio.</source>
            <translation>这不是 CNN Studio 的工作区。</translation>
        </message>
        <message>
            <source>This is not a playground file. Open one that the playground has saved.</source>
            <translation>这不是实验台文件。请打开由实验台保存的文件。</translation>
        </message>
        <message>
            <source>This kernel needs at least {size} weights. Enlarge the kernel.</source>
            <translation>这个卷积核至少需要 {size} 个权重。请增大卷积核。</translation>
        </message>
        <message>
            <source>This layer has no bias.</source>
            <translation>这一层没有偏置。</translation>
        </message>
        <message>
            <source>This machine has no device {name}; choose {names}.</source>
            <translation>这台电脑没有设备 {name}；请选择 {names}。</translation>
        </message>
        <message>
            <source>This network computes layers again for their gradients (torch.utils.checkpoint) and draws random numbers in them, which cannot be repeated. Call its random layers outside of it.</source>
            <translation>这个网络为了求梯度会把一些层重新计算一遍（torch.utils.checkpoint），又在其中抽取随机数，因此结果无法重现。请把随机的层移到它外面调用。</translation>
        </message>
        <message>
            <source>This picture has colours, and the pad holds ink. Open it in Models.</source>
            <translation>这张图片是彩色的，而画板上只有墨迹的浓淡。请在“模型”页面打开它。</translation>
        </message>
        <message>
            <source>This playground file is damaged: {what}. Open another one, or save the state again.</source>
            <translation>这个实验台文件已损坏：{what}。请打开另一个文件，或重新保存状态。</translation>
        </message>
        <message>
            <source>This run is already in epoch {epoch}; set as many epochs or more.</source>
            <translation>这次训练任务已经到了第 {epoch} 个轮次；设置的轮次数不能比它少。</translation>
        </message>
        <message>
            <source>This run is finished after {epoch} epochs; set more epochs to go on.</source>
            <translation>这次训练任务完成 {epoch} 个轮次后已经结束；要继续，请设置更多的轮次。</translation>
        </message>
        <message>
            <source>This run was trained on {dataset} ({train_size} pictures), not on {data} ({size} pictures); resume it with the same data set.</source>
            <translation>这次训练任务用的是 {dataset}（{train_size} 幅图像），而不是 {data}（{size} 幅图像）；请用同一个数据集继续。</translation>
        </message>
        <message>
            <source>This runs the code in {file} on your computer, with all your rights.</source>
            <translation>这会在你的电脑上以你的全部权限运行 {file} 中的代码。</translation>
        </message>
        <message>
            <source>This state needs a link of {count:,} characters, and a link holds {longest:,} at most. Save it as a file instead.</source>
            <translation>这个状态需要 {count:,} 个字符的链接，而链接最长为 {longest:,} 个字符。请改为保存成文件。</translation>
        </message>
        <message>
            <source>Too many levels of symbolic links</source>
            <translation>符号链接的层数太多</translation>
        </message>
        <message>
            <source>Too many open files</source>
            <translation>打开的文件太多</translation>
        </message>
        <message>
            <source>Train a network on handwritten digits.</source>
            <translation>用手写数字训练一个网络。</translation>
        </message>
        <message>
            <source>Trainable</source>
            <translation>可训练</translation>
        </message>
        <message>
            <source>Training runs: {count}</source>
            <translation>训练任务：{count} 次</translation>
        </message>
        <message>
            <source>Training stopped on an error: {first}. Change the settings, or resume from the last checkpoint.</source>
            <translation>训练因出错而停止：{first}。请更改设置，或从最近的检查点继续。</translation>
        </message>
        <message>
            <source>Training {network} ({parameters:,} parameters) on {dataset} ({pictures:,} pictures), {device}.</source>
            <translation>训练 {network}（{parameters:,} 个参数），数据集 {dataset}（{pictures:,} 幅图像），{device}。</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>类型</translation>
        </message>
        <message>
            <source>Type cnnstudio networks for the list.</source>
            <translation>输入 cnnstudio networks 可以看到列表。</translation>
        </message>
        <message>
            <source>Up to {max_cells:,} input values can be computed.</source>
            <translation>最多能计算 {max_cells:,} 个输入值。</translation>
        </message>
        <message>
            <source>Up to {max_cells:,} output values can be computed.</source>
            <translation>最多能计算 {max_cells:,} 个输出值。</translation>
        </message>
        <message>
            <source>Use auto, {names} or a folder of idx files.</source>
            <translation>请使用 auto、{names}，或存放 idx 文件的文件夹。</translation>
        </message>
        <message>
            <source>VGG-11 with batch norm</source>
            <translation>VGG-11（批量归一化）</translation>
        </message>
        <message>
            <source>VGG-13 with batch norm</source>
            <translation>VGG-13（批量归一化）</translation>
        </message>
        <message>
            <source>VGG-16 with batch norm</source>
            <translation>VGG-16（批量归一化）</translation>
        </message>
        <message>
            <source>VGG-19 with batch norm</source>
            <translation>VGG-19（批量归一化）</translation>
        </message>
        <message>
            <source>Warm-up</source>
            <translation>预热</translation>
        </message>
        <message numerus="yes">
            <source>Weight ({row}, {col}) touches {n:,} cells of the input.</source>
            <translation>
                <numerusform>第 {row} 行第 {col} 列的权重与 {n:,} 个输入格相乘。</numerusform>
            </translation>
        </message>
        <message>
            <source>Weight decay</source>
            <translation>权重衰减</translation>
        </message>
        <message>
            <source>Weights go up to {max_value:,.0f} either way. Choose a smaller factor.</source>
            <translation>权重的绝对值最大为 {max_value:,.0f}。请选择更小的倍数。</translation>
        </message>
        <message>
            <source>What follows is the same for programs.</source>
            <translation>以下是同样的内容，供程序读取。</translation>
        </message>
        <message>
            <source>What is shipped belongs to a network of the catalogue.</source>
            <translation>程序自带的权重只能属于目录中的网络。</translation>
        </message>
        <message>
            <source>What stands in the output at row {row}, column {col}?</source>
            <translation>输出的第 {row} 行第 {col} 列是多少？</translation>
        </message>
        <message>
            <source>What stands in the output in channel {channel} at row {row}, column {col}?</source>
            <translation>输出的第 {channel} 个通道第 {row} 行第 {col} 列是多少？</translation>
        </message>
        <message>
            <source>What stands in the output in channel {channel}, row {row}, column {col}? All are counted from 0.</source>
            <translation>输出的第 {channel} 通道、第 {row} 行、第 {col} 列是什么数？都从 0 开始数。</translation>
        </message>
        <message>
            <source>What the studio is about</source>
            <translation>当前内容</translation>
        </message>
        <message>
            <source>What was chosen</source>
            <translation>所选内容</translation>
        </message>
        <message>
            <source>Wrapping goes around once at most: {n} here.</source>
            <translation>循环填充最多绕一圈：这里最多为 {n}。</translation>
        </message>
        <message>
            <source>a closing bracket</source>
            <translation>右括号</translation>
        </message>
        <message>
            <source>a computed number</source>
            <translation>计算出的数</translation>
        </message>
        <message>
            <source>a dictionary with nothing in it</source>
            <translation>一个空字典</translation>
        </message>
        <message>
            <source>a dictionary with {keys}</source>
            <translation>含有 {keys} 的字典</translation>
        </message>
        <message>
            <source>a file stands where a folder should be</source>
            <translation>应为文件夹的地方是一个文件</translation>
        </message>
        <message>
            <source>a finite number</source>
            <translation>有限的数</translation>
        </message>
        <message>
            <source>a formula</source>
            <translation>公式</translation>
        </message>
        <message>
            <source>a key stands twice</source>
            <translation>有一个键出现了两次</translation>
        </message>
        <message>
            <source>a lesson's folder, or a zip of one; see resources/lessons</source>
            <translation>课的文件夹，或由它打包成的 zip；参见 resources/lessons</translation>
        </message>
        <message>
            <source>a list</source>
            <translation>列表</translation>
        </message>
        <message numerus="yes">
            <source>a list of {n} values</source>
            <translation>
                <numerusform>含 {n} 个值的列表</numerusform>
            </translation>
        </message>
        <message>
            <source>a name from: cnnstudio networks; FILE.py:CLASS for a class in a Python file of your own, or a network or function there; FILE.pt2 for a network saved with torch.export, FILE.onnx for one in ONNX</source>
            <translation>cnnstudio networks 列出的名称；FILE.py:CLASS 表示你自己的 Python 文件中的类，也可以是其中的网络或函数；FILE.pt2 表示用 torch.export 保存的网络，FILE.onnx 表示 ONNX 格式的网络</translation>
        </message>
        <message>
            <source>a number is too large</source>
            <translation>有一个数太大</translation>
        </message>
        <message>
            <source>a path</source>
            <translation>路径</translation>
        </message>
        <message>
            <source>a safetensors file (default: the weights that ship with it)</source>
            <translation>safetensors 文件（默认：程序自带的权重）</translation>
        </message>
        <message>
            <source>a term</source>
            <translation>术语</translation>
        </message>
        <message>
            <source>a text</source>
            <translation>文本</translation>
        </message>
        <message>
            <source>a value</source>
            <translation>一个值</translation>
        </message>
        <message>
            <source>a value is of the wrong kind</source>
            <translation>有一个值的类型不对</translation>
        </message>
        <message>
            <source>a value: a number, a text in quotes, a list, true, false or null</source>
            <translation>一个值（数、带引号的文本、列表、true、false 或 null）</translation>
        </message>
        <message>
            <source>a whole number</source>
            <translation>整数</translation>
        </message>
        <message>
            <source>a whole number is missing</source>
            <translation>缺少一个整数</translation>
        </message>
        <message numerus="yes">
            <source>about {n:,} minutes</source>
            <translation>
                <numerusform>约 {n:,} 分钟</numerusform>
            </translation>
        </message>
        <message>
            <source>all</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>ambiguous option: %(option)s could match %(matches)s</source>
            <translation>选项 %(option)s 有歧义：可能是 %(matches)s</translation>
        </message>
        <message>
            <source>an accuracy is not between 0 and 1.</source>
            <translation>有一个准确率不在 0 与 1 之间。</translation>
        </message>
        <message numerus="yes">
            <source>and {n:,} more</source>
            <translation>
                <numerusform>另有 {n:,} 处</numerusform>
            </translation>
        </message>
        <message>
            <source>and, or, or the end</source>
            <translation>连接词 and、or 或结尾</translation>
        </message>
        <message>
            <source>argument %(argument_name)s: %(message)s</source>
            <translation>参数 %(argument_name)s：%(message)s</translation>
        </message>
        <message>
            <source>auto (default), cpu, cuda, cuda:N or mps</source>
            <translation>auto（默认）、cpu、cuda、cuda:N 或 mps</translation>
        </message>
        <message>
            <source>auto (default), mnist, builtin, fashion-mnist, kmnist, or a folder of idx files</source>
            <translation>auto（默认）、mnist、builtin、fashion-mnist、kmnist，或存放 idx 文件的文件夹</translation>
        </message>
        <message>
            <source>batch</source>
            <translation>小批量</translation>
        </message>
        <message>
            <source>best weights; they come with its first epoch</source>
            <translation>最佳权重（完成第一个轮次后才有）</translation>
        </message>
        <message>
            <source>buffer {name}</source>
            <translation>缓冲区 {name}</translation>
        </message>
        <message>
            <source>cells that are counted</source>
            <translation>计入平均的格数</translation>
        </message>
        <message>
            <source>channels</source>
            <translation>通道数</translation>
        </message>
        <message>
            <source>channels, rows and columns of the input</source>
            <translation>输入的通道数、行数和列数</translation>
        </message>
        <message>
            <source>code</source>
            <translation>代码</translation>
        </message>
        <message>
            <source>columns</source>
            <translation>列数</translation>
        </message>
        <message>
            <source>connecting</source>
            <translation>正在连接</translation>
        </message>
        <message>
            <source>constant</source>
            <translation>常量</translation>
        </message>
        <message>
            <source>convnet (default), lenet5, lenet5-1998, mlp, ..., or a class in a Python file of your own</source>
            <translation>convnet（默认）、lenet5、lenet5-1998、mlp 等，或你自己的 Python 文件中的类</translation>
        </message>
        <message>
            <source>decides weights, order and augmentation</source>
            <translation>决定初始权重、样本顺序和数据增广</translation>
        </message>
        <message numerus="yes">
            <source>depends on rows {top} to {bottom}, columns {left} to {right} of the input: {n:,} cells.</source>
            <translation>
                <numerusform>取决于输入的第 {top} 至 {bottom} 行、第 {left} 至 {right} 列，共 {n:,} 格。</numerusform>
            </translation>
        </message>
        <message>
            <source>dilation</source>
            <translation>膨胀率</translation>
        </message>
        <message>
            <source>downloading</source>
            <translation>正在下载</translation>
        </message>
        <message>
            <source>drawing</source>
            <translation>正在生成</translation>
        </message>
        <message>
            <source>epoch</source>
            <translation>轮次</translation>
        </message>
        <message>
            <source>epoch {epoch}/{epochs}  batch {batch}/{batches}  loss {loss:.4f}  {speed:,.0f} images/s  {time} left</source>
            <translation>轮次 {epoch}/{epochs}  小批量 {batch}/{batches}  损失 {loss:.4f}  每秒 {speed:,.0f} 幅图像  剩余 {time}</translation>
        </message>
        <message>
            <source>exercise</source>
            <translation>练习</translation>
        </message>
        <message numerus="yes">
            <source>expected %s arguments</source>
            <translation>
                <numerusform>需要 %s 个值</numerusform>
            </translation>
        </message>
        <message>
            <source>expected at least one argument</source>
            <translation>至少需要一个值</translation>
        </message>
        <message>
            <source>expected at most one argument</source>
            <translation>最多只能有一个值</translation>
        </message>
        <message>
            <source>expected one argument</source>
            <translation>需要一个值</translation>
        </message>
        <message>
            <source>fails</source>
            <translation>运行失败</translation>
        </message>
        <message>
            <source>final weights; it has not come to its end</source>
            <translation>最终权重（训练还没有结束）</translation>
        </message>
        <message>
            <source>folder for this run (default: one of its own)</source>
            <translation>这次训练任务的文件夹（默认：为它新建一个）</translation>
        </message>
        <message>
            <source>gets {shape}</source>
            <translation>收到的输入为 {shape}</translation>
        </message>
        <message>
            <source>go on from the last checkpoint with: {command}</source>
            <translation>请用以下命令从最近的检查点继续：{command}</translation>
        </message>
        <message>
            <source>go on with the run in this folder</source>
            <translation>继续这个文件夹中的训练任务</translation>
        </message>
        <message>
            <source>ignored explicit argument %r</source>
            <translation>忽略了多余的值 %r</translation>
        </message>
        <message>
            <source>input: (N, C_in, H, W) = (1, {sizes})</source>
            <translation>输入：(N, C_in, H, W) = (1, {sizes})</translation>
        </message>
        <message>
            <source>invalid %(type)s value: %(value)r</source>
            <translation>%(value)r 不是有效的 %(type)s 值</translation>
        </message>
        <message>
            <source>invalid choice: %(value)r (choose from %(choices)s)</source>
            <translation>无效的选择：%(value)r（可选：%(choices)s）</translation>
        </message>
        <message>
            <source>invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)</source>
            <translation>无效的选择：%(value)r，是否指 %(closest)r？（可选：%(choices)s）</translation>
        </message>
        <message>
            <source>it</source>
            <translation>此文件</translation>
        </message>
        <message>
            <source>it belongs to networks for texts</source>
            <translation>它用于处理文本的网络</translation>
        </message>
        <message>
            <source>it belongs to training</source>
            <translation>它属于训练过程</translation>
        </message>
        <message>
            <source>it cannot be read ({kind})</source>
            <translation>无法读取（{kind}）</translation>
        </message>
        <message>
            <source>it claims {count} training pictures.</source>
            <translation>它声称有 {count} 幅训练图像。</translation>
        </message>
        <message>
            <source>it draws random numbers that decide</source>
            <translation>它抽取起决定作用的随机数</translation>
        </message>
        <message>
            <source>it has a tensor {name}, which no checkpoint has.</source>
            <translation>它含有张量 {name}，而检查点中不会有这个张量。</translation>
        </message>
        <message>
            <source>it has a tensor {name}, which {network} has not.</source>
            <translation>它含有张量 {name}，而 {network} 没有这个张量。</translation>
        </message>
        <message>
            <source>it holds too many values</source>
            <translation>它包含的值太多</translation>
        </message>
        <message>
            <source>it is a folder</source>
            <translation>这是一个文件夹</translation>
        </message>
        <message>
            <source>it is cut off, changed, or no file of the program at all.</source>
            <translation>它被截断或改动过，或者根本不是本程序的文件。</translation>
        </message>
        <message>
            <source>it is far too large</source>
            <translation>它实在太大</translation>
        </message>
        <message>
            <source>it is for sound</source>
            <translation>它用于声音</translation>
        </message>
        <message>
            <source>it is nested too deeply</source>
            <translation>它嵌套得太深</translation>
        </message>
        <message>
            <source>it is no checkpoint that this version reads.</source>
            <translation>它不是本版本能读取的检查点。</translation>
        </message>
        <message>
            <source>it is not text in UTF-8</source>
            <translation>它不是 UTF-8 文本</translation>
        </message>
        <message>
            <source>it is not whole JSON ({why} in line {line})</source>
            <translation>它不是完整的 JSON（第 {line} 行：{why}）</translation>
        </message>
        <message>
            <source>it may give nothing at all</source>
            <translation>它的结果可能为空</translation>
        </message>
        <message>
            <source>it stands at batch {batch} of {most}.</source>
            <translation>它停在第 {batch} 个小批量，而总共只有 {most} 个。</translation>
        </message>
        <message>
            <source>it stands in epoch {epoch} of {most}.</source>
            <translation>它停在第 {epoch} 个轮次，而总共只有 {most} 个。</translation>
        </message>
        <message>
            <source>it unpacks a picture's file</source>
            <translation>它解码图片文件</translation>
        </message>
        <message>
            <source>it works on texts</source>
            <translation>它处理文本</translation>
        </message>
        <message>
            <source>its best epoch is none of its epochs.</source>
            <translation>它的最佳轮次不在已完成的轮次之中。</translation>
        </message>
        <message>
            <source>its end</source>
            <translation>结尾</translation>
        </message>
        <message>
            <source>its learning rate is not greater than 0.</source>
            <translation>它的学习率不大于 0。</translation>
        </message>
        <message>
            <source>its list of checksums is none</source>
            <translation>它的校验和列表无效</translation>
        </message>
        <message>
            <source>its losses are missing or not one number a batch.</source>
            <translation>它的损失缺失，或者不是每个小批量一个数。</translation>
        </message>
        <message>
            <source>its losses are not finite.</source>
            <translation>它的损失中有无穷大或 NaN。</translation>
        </message>
        <message>
            <source>its network is another than its settings'.</source>
            <translation>它的网络与设置中的网络不同。</translation>
        </message>
        <message>
            <source>its result's size depends on the numbers</source>
            <translation>其结果的大小取决于数值</translation>
        </message>
        <message>
            <source>its schema is no number that the program has used.</source>
            <translation>它的格式版本号不是本程序用过的。</translation>
        </message>
        <message>
            <source>kernel</source>
            <translation>卷积核大小</translation>
        </message>
        <message>
            <source>kernel: {layout} = {sizes}</source>
            <translation>卷积核：{layout} = {sizes}</translation>
        </message>
        <message>
            <source>labels</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>layer {path} ({kind})</source>
            <translation>层 {path}（{kind}）</translation>
        </message>
        <message>
            <source>layer {path}, {called}, gets {gets}: {what}</source>
            <translation>层 {path}，即 {called}，输入为 {gets}：{what}</translation>
        </message>
        <message>
            <source>layer {path}, {called}: {what}</source>
            <translation>层 {path}，即 {called}：{what}</translation>
        </message>
        <message>
            <source>left, right, top, bottom</source>
            <translation>左、右、上、下</translation>
        </message>
        <message>
            <source>let the network's Python file run, with all your rights; asked about where there is a terminal</source>
            <translation>允许以你的全部权限运行网络的 Python 文件；在终端中会先询问</translation>
        </message>
        <message>
            <source>list the lessons, check one of your own, or collect results</source>
            <translation>列出所有的课，检查自己的一课，或汇总成绩</translation>
        </message>
        <message>
            <source>list the networks</source>
            <translation>列出所有网络</translation>
        </message>
        <message>
            <source>missing: {names}</source>
            <translation>缺少：{names}</translation>
        </message>
        <message>
            <source>named values</source>
            <translation>键值对</translation>
        </message>
        <message>
            <source>no reason given.</source>
            <translation>没有给出原因。</translation>
        </message>
        <message>
            <source>not allowed with argument %s</source>
            <translation>不能与参数 %s 同时使用</translation>
        </message>
        <message>
            <source>not followed</source>
            <translation>无法追溯</translation>
        </message>
        <message>
            <source>not known: {names}</source>
            <translation>多余：{names}</translation>
        </message>
        <message>
            <source>nothing</source>
            <translation>空值</translation>
        </message>
        <message>
            <source>of another shape: {names}</source>
            <translation>形状不同：{names}</translation>
        </message>
        <message>
            <source>of the kind {kind}</source>
            <translation>{kind} 类型的值</translation>
        </message>
        <message numerus="yes">
            <source>of {set}, {n:,} pictures</source>
            <translation>
                <numerusform>{set}的 {n:,} 幅图像</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>on the {n:,} digits it was taught</source>
            <translation>
                <numerusform>在教过的 {n:,} 个数字上</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>on {n:,} digits it was not taught</source>
            <translation>
                <numerusform>在没有教过的 {n:,} 个数字上</numerusform>
            </translation>
        </message>
        <message>
            <source>one number</source>
            <translation>一个数</translation>
        </message>
        <message>
            <source>one of the arguments %s is required</source>
            <translation>必须给出参数 %s 中的一个</translation>
        </message>
        <message>
            <source>one {kind}</source>
            <translation>一个 {kind}</translation>
        </message>
        <message>
            <source>open the window with the default settings and an empty workspace; yours are kept beside them</source>
            <translation>以默认设置和空的工作区打开窗口；你原来的设置和工作区会另外保留</translation>
        </message>
        <message>
            <source>open the window with what a .cnnstudio file, a file of the Playground or a cnnstudio: link holds</source>
            <translation>打开窗口，并载入一个 .cnnstudio 文件、实验台文件或 cnnstudio: 链接的内容</translation>
        </message>
        <message>
            <source>open the window, try every room, train a little, close it; status 0 if all of it works</source>
            <translation>打开窗口，试用每个页面，训练一小会儿，再关闭；一切正常时退出状态为 0</translation>
        </message>
        <message>
            <source>options</source>
            <translation>选项</translation>
        </message>
        <message>
            <source>padding</source>
            <translation>填充</translation>
        </message>
        <message>
            <source>padding crops each side by itself</source>
            <translation>填充在每一边各自裁剪</translation>
        </message>
        <message>
            <source>parameter {name}</source>
            <translation>参数 {name}</translation>
        </message>
        <message>
            <source>parts of a minibatch computed side by side on the CPU (default: the recipe's); networks with batch normalisation and classes of your own always take 1</source>
            <translation>在 CPU 上把一个小批量分成几份同时计算（默认：由训练方案决定）；带批量归一化的网络和你自己的类总是 1 份</translation>
        </message>
        <message>
            <source>pictures</source>
            <translation>图像</translation>
        </message>
        <message>
            <source>pictures a step</source>
            <translation>每步的图像数</translation>
        </message>
        <message>
            <source>pictures in a batch</source>
            <translation>批量中的图像数</translation>
        </message>
        <message>
            <source>place of a source</source>
            <translation>来源中的位置</translation>
        </message>
        <message>
            <source>positional arguments</source>
            <translation>位置参数</translation>
        </message>
        <message>
            <source>print one JSON object a line</source>
            <translation>每行打印一个 JSON 对象</translation>
        </message>
        <message>
            <source>print one JSON object a line instead of the log</source>
            <translation>不打印日志，改为每行打印一个 JSON 对象</translation>
        </message>
        <message>
            <source>read the digit in a picture</source>
            <translation>识别图片中的数字</translation>
        </message>
        <message>
            <source>reading</source>
            <translation>正在读取</translation>
        </message>
        <message>
            <source>receptive_field takes layers alone: k, [k, s] or [k, s, d] each. Write it so.</source>
            <translation>receptive_field 的参数只能是层，每层写成 k、[k, s] 或 [k, s, d]。请照此书写。</translation>
        </message>
        <message>
            <source>results that learners have saved</source>
            <translation>学生保存的成绩文件</translation>
        </message>
        <message>
            <source>rows</source>
            <translation>行数</translation>
        </message>
        <message>
            <source>scalar</source>
            <translation>标量</translation>
        </message>
        <message>
            <source>shape_after knows {known}, not {layer}. Take one.</source>
            <translation>shape_after 可用的层是 {known}，没有 {layer}。请从中选一个。</translation>
        </message>
        <message>
            <source>show the program's version and exit</source>
            <translation>显示程序的版本并退出</translation>
        </message>
        <message>
            <source>show this help message and exit</source>
            <translation>显示此帮助信息并退出</translation>
        </message>
        <message>
            <source>slips is no list of names. Write slips = ["one_side"].</source>
            <translation>slips 不是名称的列表。请写成 slips = ["one_side"]。</translation>
        </message>
        <message>
            <source>softmax of the logits as they are, not divided by the weights' temperature</source>
            <translation>直接对对数几率取 softmax，不先除以权重的温度</translation>
        </message>
        <message>
            <source>speak this language instead of the user's, such as en or zh_CN</source>
            <translation>使用这种语言，而不是用户的语言，例如 en 或 zh_CN</translation>
        </message>
        <message>
            <source>started is no date.</source>
            <translation>started 不是日期。</translation>
        </message>
        <message>
            <source>state is none that a run can have.</source>
            <translation>state 不是训练任务可能有的状态。</translation>
        </message>
        <message>
            <source>step</source>
            <translation>步数</translation>
        </message>
        <message>
            <source>stride</source>
            <translation>步幅</translation>
        </message>
        <message>
            <source>sums</source>
            <translation>求和</translation>
        </message>
        <message>
            <source>take a network apart</source>
            <translation>拆开一个网络</translation>
        </message>
        <message>
            <source>the disk is full</source>
            <translation>磁盘已满</translation>
        </message>
        <message>
            <source>the following arguments are required: %s</source>
            <translation>缺少必需的参数：%s</translation>
        </message>
        <message>
            <source>the highest rate of the schedule</source>
            <translation>学习率调度中的最高学习率</translation>
        </message>
        <message numerus="yes">
            <source>the last {n:,} columns</source>
            <translation>
                <numerusform>末尾的 {n:,} 列</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>the last {n:,} rows</source>
            <translation>
                <numerusform>末尾的 {n:,} 行</numerusform>
            </translation>
        </message>
        <message>
            <source>the middle unit</source>
            <translation>中间的单元</translation>
        </message>
        <message>
            <source>the name is too long</source>
            <translation>名称太长</translation>
        </message>
        <message>
            <source>the name of a fact</source>
            <translation>状态量的名称</translation>
        </message>
        <message>
            <source>the network itself</source>
            <translation>网络本身</translation>
        </message>
        <message>
            <source>the place can only be read</source>
            <translation>该位置是只读的</translation>
        </message>
        <message>
            <source>the system does not permit it</source>
            <translation>系统不允许</translation>
        </message>
        <message>
            <source>the tensor {name} is missing.</source>
            <translation>缺少张量 {name}。</translation>
        </message>
        <message>
            <source>the tensor {name} is {found} instead of {wanted}.</source>
            <translation>张量 {name} 是 {found}，应为 {wanted}。</translation>
        </message>
        <message>
            <source>the time it took is none that a run can take.</source>
            <translation>它的用时不是训练任务可能有的值。</translation>
        </message>
        <message>
            <source>there is no ink in it</source>
            <translation>里面没有墨迹</translation>
        </message>
        <message>
            <source>times through the training set</source>
            <translation>遍历训练集的次数</translation>
        </message>
        <message>
            <source>title</source>
            <translation>标题</translation>
        </message>
        <message>
            <source>torchvision publishes no accuracy of {network}. Take another network.</source>
            <translation>torchvision 没有公布 {network} 的准确率。请换一个网络。</translation>
        </message>
        <message>
            <source>train a network on handwritten digits</source>
            <translation>用手写数字训练一个网络</translation>
        </message>
        <message>
            <source>trains on digits</source>
            <translation>可以用手写数字训练</translation>
        </message>
        <message>
            <source>tree (the default), table, print (what PyTorch prints) or json</source>
            <translation>tree（默认）、table、print（PyTorch 打印的内容）或 json</translation>
        </message>
        <message>
            <source>true or false</source>
            <translation>布尔值（true 或 false）</translation>
        </message>
        <message>
            <source>unrecognized arguments: %s</source>
            <translation>无法识别的参数：%s</translation>
        </message>
        <message>
            <source>usage: </source>
            <translation>用法：</translation>
        </message>
        <message>
            <source>was made for another size</source>
            <translation>只适用于另一种大小的输入</translation>
        </message>
        <message>
            <source>was made for {count:,} numbers</source>
            <translation>只适用于 {count:,} 个数的输入</translation>
        </message>
        <message>
            <source>weights of step {step:,}</source>
            <translation>第 {step:,} 步的权重</translation>
        </message>
        <message>
            <source>weights yet</source>
            <translation>任何权重</translation>
        </message>
        <message>
            <source>what it says of itself</source>
            <translation>文件的说明信息</translation>
        </message>
        <message>
            <source>what it says of itself is not as it was written</source>
            <translation>它的说明信息与写入时不同</translation>
        </message>
        <message numerus="yes">
            <source>what {n} more input channels add: (C_out, H, W) = {sizes}</source>
            <translation>
                <numerusform>另外 {n} 个输入通道所加的部分：(C_out, H, W) = {sizes}</numerusform>
            </translation>
        </message>
        <message>
            <source>where the settings start from (default: tutorial)</source>
            <translation>以哪个训练方案的设置为起点（默认：tutorial）</translation>
        </message>
        <message>
            <source>which parts run, and how often, depends on the numbers</source>
            <translation>运行哪些部分、运行多少次取决于数值</translation>
        </message>
        <message>
            <source>which turns a tensor into a number of the program</source>
            <translation>它把张量变成程序里的一个数</translation>
        </message>
        <message>
            <source>whose result's size depends on the numbers</source>
            <translation>其结果的大小取决于数值</translation>
        </message>
        <message>
            <source>with --results: print the table as CSV</source>
            <translation>与 --results 一起用：以 CSV 格式打印表格</translation>
        </message>
        <message>
            <source>{asked} did not finish within {seconds:g} seconds. Does it wait for something, or repeat something without end?</source>
            <translation>{asked} 在 {seconds:g} 秒内没有运行完。它是在等待什么，还是陷入了无限循环？</translation>
        </message>
        <message>
            <source>{asked} ended its own process, perhaps for want of memory. Try a smaller input, or run the file by itself to see why.</source>
            <translation>{asked} 使自己的进程意外结束，可能是内存不足。请换小一些的输入，或单独运行该文件，查明原因。</translation>
        </message>
        <message>
            <source>{before} and {last}</source>
            <translation>{before} 和 {last}</translation>
        </message>
        <message>
            <source>{before} or {last}</source>
            <translation>{before} 或 {last}</translation>
        </message>
        <message>
            <source>{before} {sentence}</source>
            <translation>{before}{sentence}</translation>
        </message>
        <message>
            <source>{before}, {item}</source>
            <translation>{before}、{item}</translation>
        </message>
        <message>
            <source>{before}; {item}</source>
            <translation>{before}；{item}</translation>
        </message>
        <message>
            <source>{call} in {layers}</source>
            <translation>{layers} 中的 {call}</translation>
        </message>
        <message>
            <source>{class_name} in {file} is no torch.nn.Module. Derive it from nn.Module.</source>
            <translation>{file} 中的 {class_name} 不是 torch.nn.Module。请让它继承 nn.Module。</translation>
        </message>
        <message>
            <source>{class_name} is not the name of a class. Choose one of those in the file.</source>
            <translation>{class_name} 不是类的名称。请从文件中的类里选择。</translation>
        </message>
        <message>
            <source>{c} × {h} × {w} goes through a convolution of {k} × {k} with {o} output channels, {each_side} zeros on each side and a stride of {s}. What shape comes out?</source>
            <translation>{c} × {h} × {w} 的输入经过 {k} × {k} 的卷积，有 {o} 个输出通道，每一侧补 {each_side} 个零，步幅为 {s}。输出是什么形状？</translation>
        </message>
        <message>
            <source>{c} × {h} × {w} goes through a max-pooling of {k} × {k}, padding {each_side} on each side, stride {s}. What shape comes out?</source>
            <translation>{c} × {h} × {w} 的输入经过 {k} × {k} 的最大池化，每侧填充 {each_side}，步幅为 {s}。输出是什么形状？</translation>
        </message>
        <message>
            <source>{c} × {h} × {w} goes through an average pooling of {k} × {k}, padding {each_side} on each side, stride {s}. What shape comes out?</source>
            <translation>{c} × {h} × {w} 的输入经过 {k} × {k} 的平均池化，每侧填充 {each_side}，步幅为 {s}。输出是什么形状？</translation>
        </message>
        <message>
            <source>{c} × {h} × {w} is flattened into one row. How many numbers has it?</source>
            <translation>{c} × {h} × {w} 的输入展平成一行，共有多少个数？</translation>
        </message>
        <message>
            <source>{dataset} could not be downloaded: {failures}. Check the internet connection, or choose a folder that has the files.</source>
            <translation>无法下载 {dataset}：{failures}。请检查网络连接，或选择存有这些文件的文件夹。</translation>
        </message>
        <message>
            <source>{dataset} is not on this computer. Choose it in Train to download it.</source>
            <translation>这台电脑上没有 {dataset}。请在“训练”页面选择它来下载。</translation>
        </message>
        <message numerus="yes">
            <source>{device}, {n} processes</source>
            <translation>
                <numerusform>{device}，{n} 个进程</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{done}/{n:,} epochs</source>
            <translation>
                <numerusform>{done}/{n:,} 个轮次</numerusform>
            </translation>
        </message>
        <message>
            <source>{error} It was set aside as {aside}.</source>
            <translation>{error}它已被移到 {aside}。</translation>
        </message>
        <message>
            <source>{error} Once it is deleted, {dataset} is downloaded again.</source>
            <translation>{error}删除它之后，{dataset} 会重新下载。</translation>
        </message>
        <message>
            <source>{file} cannot be read ({reason})</source>
            <translation>无法读取 {file}（{reason}）</translation>
        </message>
        <message>
            <source>{file} cannot be read as Python: an expression in it is nested too deeply. Write it as several.</source>
            <translation>{file} 无法作为 Python 读取：其中有个表达式嵌套得太深。请拆成几个来写。</translation>
        </message>
        <message>
            <source>{file} could not be used: {reason}. Mend that and resume the run.</source>
            <translation>{file} 无法使用：{reason}。请解决这个问题，然后继续训练任务。</translation>
        </message>
        <message>
            <source>{file} does not fit {network} ({differences}). Choose the network that these weights were trained for.</source>
            <translation>{file} 与 {network} 不匹配（{differences}）。请选择训练出这些权重的网络。</translation>
        </message>
        <message>
            <source>{file} does not fit {network}: it holds weights of {named}. Choose weights that were trained for this network.</source>
            <translation>{file} 与 {network} 不匹配：其中是 {named} 的权重。请选择为这个网络训练的权重。</translation>
        </message>
        <message>
            <source>{file} does not fit {network}: its layers have other names or sizes ({listed}). Choose weights that were trained for this network.</source>
            <translation>{file} 与 {network} 不匹配：各层的名称或大小不同（{listed}）。请选择为这个网络训练的权重。</translation>
        </message>
        <message>
            <source>{file} has been changed</source>
            <translation>{file} 被改动过</translation>
        </message>
        <message>
            <source>{file} has changed since you were asked about it. Look at it and open it again.</source>
            <translation>{file} 在征求你的同意之后又有了改动。请查看它，再重新打开。</translation>
        </message>
        <message>
            <source>{file} has no class called {name}. {hint}</source>
            <translation>{file} 中没有名为 {name} 的类。{hint}</translation>
        </message>
        <message>
            <source>{file} has {found:,} bytes instead of {size:,}</source>
            <translation>{file} 有 {found:,} 字节，应为 {size:,} 字节</translation>
        </message>
        <message>
            <source>{file} holds no tensors. Choose another file.</source>
            <translation>{file} 中没有张量。请选择另一个文件。</translation>
        </message>
        <message>
            <source>{file} is a pickle (.pt, .pth). Agree to open it first, in a process of its own.</source>
            <translation>{file} 是 pickle 文件（.pt、.pth）。请先同意在单独的进程中打开它。</translation>
        </message>
        <message>
            <source>{file} is damaged: it holds no named values.</source>
            <translation>{file} 已损坏：其中没有键值对。</translation>
        </message>
        <message>
            <source>{file} is damaged: its schema is no number that the program has used.</source>
            <translation>{file} 已损坏：它的格式版本号不是本程序用过的。</translation>
        </message>
        <message>
            <source>{file} is damaged: {cause}. Open another file, or save the state again.</source>
            <translation>{file} 已损坏：{cause}。请打开另一个文件，或重新保存状态。</translation>
        </message>
        <message>
            <source>{file} is damaged: {error}</source>
            <translation>{file} 已损坏：{error}</translation>
        </message>
        <message>
            <source>{file} is damaged: {error}.</source>
            <translation>{file} 已损坏：{error}。</translation>
        </message>
        <message>
            <source>{file} is damaged: {error}. Open another file, or save the state again.</source>
            <translation>{file} 已损坏：{error}。请打开另一个文件，或重新保存状态。</translation>
        </message>
        <message>
            <source>{file} is larger than 512 KB, too large for a network's Python file.</source>
            <translation>{file} 超过了 512 KB，对网络的 Python 文件来说太大。</translation>
        </message>
        <message>
            <source>{file} is missing</source>
            <translation>缺少 {file}</translation>
        </message>
        <message>
            <source>{file} is missing or damaged</source>
            <translation>{file} 缺失或已损坏</translation>
        </message>
        <message>
            <source>{file} is missing.</source>
            <translation>缺少 {file}。</translation>
        </message>
        <message>
            <source>{file} is not a Python file. Its name has to end in .py.</source>
            <translation>{file} 不是 Python 文件。文件名必须以 .py 结尾。</translation>
        </message>
        <message>
            <source>{file} is not a playground file. Open one that the playground has saved.</source>
            <translation>{file} 不是实验台文件。请打开由实验台保存的文件。</translation>
        </message>
        <message>
            <source>{file} is not there any more: it was removed in another window or by hand.</source>
            <translation>{file} 已经不在了：它在另一个窗口中被删除，或被手动删除。</translation>
        </message>
        <message>
            <source>{file} is not valid Python (line {line}). {remedy}</source>
            <translation>{file} 不是有效的 Python 文件（第 {line} 行）。{remedy}</translation>
        </message>
        <message>
            <source>{file} is not valid Python. {remedy}</source>
            <translation>{file} 不是有效的 Python 文件。{remedy}</translation>
        </message>
        <message>
            <source>{file} is not valid Python: its brackets or blocks are nested too deeply. {remedy}</source>
            <translation>{file} 不是有效的 Python 文件：其中的括号或代码块嵌套得太深。{remedy}</translation>
        </message>
        <message>
            <source>{file} is too large to be a playground file. Open another one.</source>
            <translation>{file} 太大，不可能是实验台文件。请打开另一个文件。</translation>
        </message>
        <message>
            <source>{file} raises when it runs: {sentence_of}</source>
            <translation>{file} 运行时出错：{sentence_of}</translation>
        </message>
        <message>
            <source>{file} was written by a later version of the program; update it to use this run.</source>
            <translation>{file} 由更高版本的程序写成；要使用这次训练任务，请更新程序。</translation>
        </message>
        <message>
            <source>{file}, line {line}: {reason}</source>
            <translation>{file} 第 {line} 行：{reason}</translation>
        </message>
        <message>
            <source>{file}: {reason}</source>
            <translation>{file}：{reason}</translation>
        </message>
        <message>
            <source>{folder} has no rejector yet: name its run with --rejector.</source>
            <translation>{folder} 中还没有拒识网络：请用 --rejector 指定它的训练任务。</translation>
        </message>
        <message>
            <source>{folder} holds another data set already ({foreign}). Choose an empty folder.</source>
            <translation>{folder} 中已有另一个数据集（{foreign}）。请选择空文件夹。</translation>
        </message>
        <message>
            <source>{folder} is not a folder. Choose the folder that holds MNIST's four files.</source>
            <translation>{folder} 不是文件夹。请选择存有 MNIST 四个文件的文件夹。</translation>
        </message>
        <message>
            <source>{folder} was kept and has gone again. Look into the folder.</source>
            <translation>{folder} 保存后又不见了。请查看该文件夹。</translation>
        </message>
        <message>
            <source>{found} is no language. Name it en, zh_CN and so on.</source>
            <translation>{found} 不是语言代码。请写成 en、zh_CN 这样的代码。</translation>
        </message>
        <message>
            <source>{groups} groups share the input channels evenly: use a multiple of {groups}.</source>
            <translation>{groups} 个分组要平分输入通道：请使用 {groups} 的倍数。</translation>
        </message>
        <message>
            <source>{groups} groups share the output channels evenly: use a multiple of {groups}.</source>
            <translation>{groups} 个分组要平分输出通道：请使用 {groups} 的倍数。</translation>
        </message>
        <message>
            <source>{host} answered {code} {reason}</source>
            <translation>{host} 返回了 {code} {reason}</translation>
        </message>
        <message>
            <source>{host} could not be reached ({why})</source>
            <translation>无法连接 {host}（{why}）</translation>
        </message>
        <message>
            <source>{host} cut {target} off after {received:,} of {wanted:,} bytes</source>
            <translation>{host} 在传输 {target} 时中断，只收到 {wanted:,} 字节中的 {received:,} 字节</translation>
        </message>
        <message>
            <source>{host} did not answer in time</source>
            <translation>{host} 没有及时响应</translation>
        </message>
        <message>
            <source>{host} did not answer within {timeout:g} seconds</source>
            <translation>{host} 在 {timeout:g} 秒内没有响应</translation>
        </message>
        <message>
            <source>{host} redirects to an unencrypted address</source>
            <translation>{host} 重定向到了未加密的地址</translation>
        </message>
        <message>
            <source>{host} sent a {target} with a wrong checksum</source>
            <translation>{host} 发来的 {target} 校验和不对</translation>
        </message>
        <message>
            <source>{host} sent far more than {target} can hold</source>
            <translation>{host} 发来的数据远远超过 {target} 应有的大小</translation>
        </message>
        <message>
            <source>{images} holds {pictures:,} pictures but {file} holds {labels:,} labels: they do not belong together. Use the two files of the same set.</source>
            <translation>{images} 中有 {pictures:,} 幅图像，而 {file} 中有 {labels:,} 个标签：两者不是一套。请使用同一套的两个文件。</translation>
        </message>
        <message>
            <source>{instead} does not stand in this section of {file}. Add it there.</source>
            <translation>{file} 的这一节中没有 {instead}。请在那里补上。</translation>
        </message>
        <message>
            <source>{item} is none that a run can have.</source>
            <translation>{item} 的值不是训练任务可能有的值。</translation>
        </message>
        <message>
            <source>{key} in {name} is of a kind that cannot be read (meta, sparse, quantised or complex). Save plain tensors.</source>
            <translation>{name} 中的 {key} 属于无法读取的类型（meta、稀疏、量化或复数）。请保存普通的张量。</translation>
        </message>
        <message>
            <source>{key} is no list of tables. Begin each with [[{key}]].</source>
            <translation>{key} 不是表的列表。请让每个表以 [[{key}]] 开头。</translation>
        </message>
        <message>
            <source>{key} is not known here. There are {known}.</source>
            <translation>这里不能用 {key}。可用的有：{known}。</translation>
        </message>
        <message>
            <source>{key} is not known. There are {known}.</source>
            <translation>没有 {key} 这一项。可用的有：{known}。</translation>
        </message>
        <message>
            <source>{key} is {value}; it must be a whole number, {least} to {most:,}.</source>
            <translation>{key} 是 {value}；它应为 {least} 到 {most:,} 之间的整数。</translation>
        </message>
        <message>
            <source>{kind} has no layer called {path}. The edits belong to another network.</source>
            <translation>{kind} 中没有名为 {path} 的层。这些修改属于另一个网络。</translation>
        </message>
        <message>
            <source>{kind} has no weights called {name}. The edits belong to another network.</source>
            <translation>{kind} 中没有名为 {name} 的权重。这些修改属于另一个网络。</translation>
        </message>
        <message>
            <source>{kind} holds something that cannot be copied ({error}).</source>
            <translation>{kind} 中有无法复制的内容（{error}）。</translation>
        </message>
        <message>
            <source>{kind} in {file} cannot be built: {sentence_of}</source>
            <translation>无法构建 {file} 中的 {kind}：{sentence_of}</translation>
        </message>
        <message>
            <source>{kind} in {file} gives no torch.nn.Module. Return the network from it.</source>
            <translation>{file} 中的 {kind} 没有给出 torch.nn.Module。请让它返回网络。</translation>
        </message>
        <message>
            <source>{kind} never calls super().__init__(). Call it first in __init__.</source>
            <translation>{kind} 没有调用 super().__init__()。请在 __init__ 的开头调用它。</translation>
        </message>
        <message numerus="yes">
            <source>{kind} over {n:,} values of {below}</source>
            <translation>
                <numerusform>{kind}，作用于 {below} 的 {n:,} 个数</numerusform>
            </translation>
        </message>
        <message>
            <source>{label} ({name}) {value} cannot work. {reason}</source>
            <translation>{label}（{name}）不能是 {value}。{reason}</translation>
        </message>
        <message>
            <source>{label} has more members than any network's file.</source>
            <translation>{label} 中的成员比任何网络的文件都多。</translation>
        </message>
        <message>
            <source>{label} holds no exported graph; it may be a TorchScript, weights or compiled file. Write one with torch.export.save.</source>
            <translation>{label} 中没有导出的计算图；它可能是 TorchScript、权重或编译过的文件。请用 torch.export.save 写出文件。</translation>
        </message>
        <message>
            <source>{label} is not a torch.export file. Write one with torch.export.save.</source>
            <translation>{label} 不是 torch.export 文件。请用 torch.export.save 写出文件。</translation>
        </message>
        <message>
            <source>{label} is packed in a way that PyTorch does not use. Write it with torch.export.save.</source>
            <translation>{label} 的打包方式不是 PyTorch 使用的。请用 torch.export.save 写出文件。</translation>
        </message>
        <message>
            <source>{layers} x {n}, each</source>
            <translation>{layers} × {n}，每个</translation>
        </message>
        <message>
            <source>{layer} (shared with {layers})</source>
            <translation>{layer}（与 {layers} 共享）</translation>
        </message>
        <message>
            <source>{layer} (training only)</source>
            <translation>{layer}（仅在训练时）</translation>
        </message>
        <message>
            <source>{layer} is given {input}, in a minibatch of {batch}. How many multiply-accumulates does the minibatch take?</source>
            <translation>{layer} 的输入为 {input}，小批量大小为 {batch}。整个小批量需要多少次乘加运算？</translation>
        </message>
        <message>
            <source>{layer} is given {input}. How many multiply-accumulates does that take?</source>
            <translation>{layer} 的输入为 {input}。需要多少次乘加运算？</translation>
        </message>
        <message>
            <source>{layer} is given {input}. How many numbers come out?</source>
            <translation>{layer} 的输入为 {input}。输出有多少个数？</translation>
        </message>
        <message>
            <source>{layer} is given {input}. What shape comes out?</source>
            <translation>{layer} 的输入为 {input}。输出是什么形状？</translation>
        </message>
        <message>
            <source>{layer} with {layers}</source>
            <translation>{layer} 与 {layers}</translation>
        </message>
        <message>
            <source>{layer}: how many parameters does it have, with all that is inside?</source>
            <translation>{layer}：连同内部各层，一共有多少个参数？</translation>
        </message>
        <message>
            <source>{layer}: how many parameters does it have?</source>
            <translation>{layer}：有多少个参数？</translation>
        </message>
        <message numerus="yes">
            <source>{letters} = {inside} = {n:,} weights</source>
            <translation>
                <numerusform>{letters} = {inside} = {n:,} 个权重</numerusform>
            </translation>
        </message>
        <message>
            <source>{lost}; {go_on}</source>
            <translation>{lost}；{go_on}</translation>
        </message>
        <message numerus="yes">
            <source>{n:,} attentions; in the first, shown, in {link}, each of {queries} positions weighs {keys}.</source>
            <translation>
                <numerusform>有 {n:,} 处注意力；图中是第一处，在 {link}：{queries} 个位置，每个都对 {keys} 个位置加权。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} blocks add what came in to what they compute, the first, shown, at {link}: gradients have a short way.</source>
            <translation>
                <numerusform>有 {n:,} 个块把输入加到自己的计算结果上，图中是第一个，在 {link}：梯度因此有了近路。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} bytes</source>
            <translation>
                <numerusform>{n:,} 字节</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} changed</source>
            <translation>
                <numerusform>{n:,} 层不同</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} changed: show them</source>
            <translation>
                <numerusform>{n:,} 幅有变化：查看</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} channels</source>
            <translation>
                <numerusform>{n:,} 个通道</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} columns</source>
            <translation>
                <numerusform>{n:,} 列</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} counters of BatchNorm that older files lack were set to 0.</source>
            <translation>
                <numerusform>旧文件中没有的 {n:,} 个 BatchNorm 计数器已设为 0。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} dense blocks; in the first, shown, {link}, {layers} layers add {growth} channels each, from {start} to {end}.</source>
            <translation>
                <numerusform>有 {n:,} 个稠密块；图中是第一个，在 {link}：{layers} 层各添加 {growth} 个通道，从 {start} 个增加到 {end} 个。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} depthwise convolutions with a 1 × 1, the first, shown, at {link}; together they cost {spent} instead of {direct}.</source>
            <translation>
                <numerusform>有 {n:,} 个逐通道卷积后接 1 × 1 卷积，图中是第一个，在 {link}；合计 {spent}，而不是 {direct}。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} digits are in {folder}</source>
            <translation>
                <numerusform>{folder} 中有 {n:,} 个数字</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} faults in {name}</source>
            <translation>
                <numerusform>{name} 中有 {n:,} 处问题</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} input channels are not in the copy: its output lacks what they add.</source>
            <translation>
                <numerusform>有 {n:,} 个输入通道不在副本中：输出缺少它们的那一份。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} layers the same</source>
            <translation>
                <numerusform>{n:,} 层相同</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} more</source>
            <translation>
                <numerusform>另外 {n:,} 个</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} of them are fixed.</source>
            <translation>
                <numerusform>其中 {n:,} 个是固定的。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} of them go around through a 1 × 1 convolution, which fits size or channels.</source>
            <translation>
                <numerusform>其中 {n:,} 个的跳跃连接经过 1 × 1 卷积，使大小或通道数对得上。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} only at the left</source>
            <translation>
                <numerusform>{n:,} 层仅左侧有</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} only at the right</source>
            <translation>
                <numerusform>{n:,} 层仅右侧有</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} other channels: {value}</source>
            <translation>
                <numerusform>其余 {n:,} 个通道：{value}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} other entries beside them are no tensors and were left out.</source>
            <translation>
                <numerusform>此外还有 {n:,} 个条目不是张量，已略去。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} parameters</source>
            <translation>
                <numerusform>{n:,} 个参数</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} parameters · {macs} · {memory} of activations</source>
            <translation>
                <numerusform>{n:,} 个参数 · {macs} · 激活值 {memory}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} parameters, {share} of the network</source>
            <translation>
                <numerusform>{n:,} 个参数，占网络的 {share}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} partial sums</source>
            <translation>
                <numerusform>{n:,} 个部分和</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} places</source>
            <translation>
                <numerusform>{n:,} 处</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} places join the channels of branches; the first, shown, {link}, {parts} of them to {size}.</source>
            <translation>
                <numerusform>有 {n:,} 处把支路的通道拼接起来；图中是第一处，在 {link}：{parts} 条支路拼成 {size}。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} places put what came in beside what was computed from it, the first at {link}.</source>
            <translation>
                <numerusform>有 {n:,} 处把输入与由它算出的结果并排拼接，第一处在 {link}。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} positions</source>
            <translation>
                <numerusform>{n:,} 个位置</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} positions look</source>
            <translation>
                <numerusform>{n:,} 个位置在看</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} positions, looked at</source>
            <translation>
                <numerusform>被看的 {n:,} 个位置</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} rows</source>
            <translation>
                <numerusform>{n:,} 行</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} runs of 3 × 3 convolutions here; shown is the one from {link}: {channels} channels.</source>
            <translation>
                <numerusform>这里有 {n:,} 串 3 × 3 卷积；图中是从 {link} 开始的一串：{channels} 个通道。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} tensors have the names of an older version of the network.</source>
            <translation>
                <numerusform>有 {n:,} 个张量用的是这个网络旧版本中的名称。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} tensors that {network} does not have were left out.</source>
            <translation>
                <numerusform>{network} 中没有的 {n:,} 个张量已略去。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} weights</source>
            <translation>
                <numerusform>{n:,} 个权重</numerusform>
            </translation>
        </message>
        <message>
            <source>{names} and {count:,} more</source>
            <translation>{names} 以及另外 {count:,} 个</translation>
        </message>
        <message numerus="yes">
            <source>{name} ({row}, {col}) reaches {n:,} output cells.</source>
            <translation>
                <numerusform>{name}（第 {row} 行第 {col} 列）影响 {n:,} 个输出格。</numerusform>
            </translation>
        </message>
        <message>
            <source>{name} ({what})</source>
            <translation>{name}（{what}）</translation>
        </message>
        <message>
            <source>{name} asks for a style sheet of its own. Export it as plain SVG.</source>
            <translation>{name} 要用自带的样式表。请导出为普通 SVG。</translation>
        </message>
        <message>
            <source>{name} asks for far more memory than its own size. Choose another file.</source>
            <translation>{name} 要求的内存远远超过它本身的大小。请选择另一个文件。</translation>
        </message>
        <message>
            <source>{name} begins with a declaration of its own (DOCTYPE). Take it out, or export it as plain SVG.</source>
            <translation>{name} 开头有自己的声明（DOCTYPE）。请把它删去，或者导出为普通 SVG。</translation>
        </message>
        <message>
            <source>{name} belongs to a network this program does not know, {network}.</source>
            <translation>{name} 属于本程序不认识的网络 {network}。</translation>
        </message>
        <message>
            <source>{name} calls a tensor {key}, which is no layer's. Choose another file.</source>
            <translation>{name} 中有个张量名为 {key}，它不属于任何层。请选择另一个文件。</translation>
        </message>
        <message>
            <source>{name} could not be read. Check the disk and try again.</source>
            <translation>无法读取 {name}。请检查磁盘后重试。</translation>
        </message>
        <message>
            <source>{name} does not fit into memory. Close other programs, or scale it down.</source>
            <translation>内存装不下 {name}。请关闭其他程序，或把图片缩小。</translation>
        </message>
        <message>
            <source>{name} fits none of the digit networks. Choose weights of a network trained here.</source>
            <translation>{name} 与任何数字识别网络都不匹配。请选择在本程序中训练的网络的权重。</translation>
        </message>
        <message>
            <source>{name} has changed since this run was begun; it goes on with the file as it is now.</source>
            <translation>{name} 在这次训练任务开始之后有了改动；现在按改动后的文件继续。</translation>
        </message>
        <message>
            <source>{name} has far over {most_pixels:,} pixels, more than memory should be spent on. It is far too large: scale it down to 2,000 × 2,000 pixels and try again.</source>
            <translation>{name} 远远超过 {most_pixels:,} 像素，不值得占用这么多内存。它实在太大：请缩小到 2,000 × 2,000 像素再试。</translation>
        </message>
        <message>
            <source>{name} has several pages ({count:,} pages). Save the page you mean as a PNG file and open that.</source>
            <translation>{name} 有多页（{count:,} 页）。请把所需的一页保存为 PNG 文件，再打开它。</translation>
        </message>
        <message>
            <source>{name} has several pages. Save the page you mean as a PNG file and open that.</source>
            <translation>{name} 有多页。请把所需的一页保存为 PNG 文件，再打开它。</translation>
        </message>
        <message>
            <source>{name} has too many parts. Save it as a PNG.</source>
            <translation>{name} 的组成部分太多。请另存为 PNG。</translation>
        </message>
        <message>
            <source>{name} has {width:,} × {height:,} pixels, more than memory should be spent on. Save a smaller copy and open that.</source>
            <translation>{name} 有 {width:,} × {height:,} 像素，不值得占用这么多内存。请保存一份较小的副本，再打开它。</translation>
        </message>
        <message>
            <source>{name} holds a script or a page. A lesson's picture is lines alone.</source>
            <translation>{name} 里有脚本或网页。课中的图片只能由线条组成。</translation>
        </message>
        <message>
            <source>{name} holds more than its size, packed, which torch.save never does. Save the state dictionary again.</source>
            <translation>{name} 经过压缩，解开后比文件本身大，而 torch.save 从不这样保存。请重新保存状态字典。</translation>
        </message>
        <message>
            <source>{name} holds more than tensors: it asks for {asked}, which was not run. Save the weights alone with torch.save(network.state_dict(), ...).</source>
            <translation>{name} 中不只有张量：它要求调用 {asked}，本程序没有执行。请用 torch.save(network.state_dict(), ...) 只保存权重。</translation>
        </message>
        <message>
            <source>{name} holds numbers of the kind {kind}, which a weights file cannot. Use float32.</source>
            <translation>{name} 中的数是 {kind} 类型，权重文件不能存放这种数。请使用 float32。</translation>
        </message>
        <message>
            <source>{name} holds numbers that are not finite.</source>
            <translation>{name} 中有无穷大或 NaN。</translation>
        </message>
        <message>
            <source>{name} holds whole numbers, which are counted and not learnt; they cannot be edited.</source>
            <translation>{name} 中是整数，它们由计数得来而不是学出来的，因此不能修改。</translation>
        </message>
        <message>
            <source>{name} holds {count:,} tensors, more than any network has. Choose another file.</source>
            <translation>{name} 中有 {count:,} 个张量，比任何网络都多。请选择另一个文件。</translation>
        </message>
        <message>
            <source>{name} holds {holds}, and no state dictionary. Save one with torch.save(network.state_dict(), ...).</source>
            <translation>{name} 的内容是{holds}，而不是状态字典。请用 torch.save(network.state_dict(), ...) 保存状态字典。</translation>
        </message>
        <message>
            <source>{name} in {file} cannot take {size} pictures: {why}</source>
            <translation>{file} 中的 {name} 无法接受 {size} 的图像：{why}</translation>
        </message>
        <message>
            <source>{name} is a TorchScript program, not weights. Save its state_dict() and open that file.</source>
            <translation>{name} 是 TorchScript 程序，不是权重。请保存它的 state_dict()，再打开那个文件。</translation>
        </message>
        <message>
            <source>{name} is a program, which would run with all your rights. If you trust it, add --run-code.</source>
            <translation>{name} 是一段程序，会以你的全部权限运行。如果你信任它，请加上 --run-code。</translation>
        </message>
        <message>
            <source>{name} is animated ({count:,} frames). Save the frame you mean as a PNG file and open that.</source>
            <translation>{name} 是动画（{count:,} 帧）。请把所需的一帧保存为 PNG 文件，再打开它。</translation>
        </message>
        <message>
            <source>{name} is animated or has several pages. Save the one you mean as a PNG file.</source>
            <translation>{name} 是动画或有多页。请把所需的一帧或一页保存为 PNG 文件。</translation>
        </message>
        <message>
            <source>{name} is animated. Save the frame you mean as a PNG file and open that.</source>
            <translation>{name} 是动画。请把所需的一帧保存为 PNG 文件，再打开它。</translation>
        </message>
        <message>
            <source>{name} is computed from other weights at every use; it can be looked at, not edited.</source>
            <translation>{name} 在每次使用时由其他权重算出；它可以查看，不能修改。</translation>
        </message>
        <message>
            <source>{name} is damaged or unusual. Export the network again.</source>
            <translation>{name} 已损坏，或者不同寻常。请重新导出网络。</translation>
        </message>
        <message>
            <source>{name} is damaged or was written by a version of PyTorch this program does not know. Export the network again with torch.export.save.</source>
            <translation>{name} 已损坏，或者由本程序不认识的 PyTorch 版本写成。请用 torch.export.save 重新导出网络。</translation>
        </message>
        <message>
            <source>{name} is damaged, or holds something other than tensors. Save a state dictionary again.</source>
            <translation>{name} 已损坏，或者其中有张量以外的内容。请重新保存状态字典。</translation>
        </message>
        <message>
            <source>{name} is damaged. Copy it again from its source.</source>
            <translation>{name} 已损坏。请从来源处重新复制。</translation>
        </message>
        <message>
            <source>{name} is damaged. Export the network again with torch.export.save.</source>
            <translation>{name} 已损坏。请用 torch.export.save 重新导出网络。</translation>
        </message>
        <message>
            <source>{name} is damaged. Save it again from its source.</source>
            <translation>{name} 已损坏。请从来源处重新保存。</translation>
        </message>
        <message>
            <source>{name} is damaged: it claims {what} {count}. Choose other weights.</source>
            <translation>{name} 已损坏：它声称{what}为 {count}。请选择别的权重。</translation>
        </message>
        <message>
            <source>{name} is damaged: it does not say of which version it is. Open another file.</source>
            <translation>{name} 已损坏：它没有写明自己的版本。请打开另一个文件。</translation>
        </message>
        <message>
            <source>{name} is damaged: it stands at {place}. Choose other weights of the run.</source>
            <translation>{name} 已损坏：它停在{place}。请选择这次训练任务的别的权重。</translation>
        </message>
        <message>
            <source>{name} is damaged: its checksums do not agree. Copy it again from its source.</source>
            <translation>{name} 已损坏：校验和不一致。请从来源处重新复制。</translation>
        </message>
        <message>
            <source>{name} is damaged: its temperature is not greater than 0.</source>
            <translation>{name} 已损坏：它的温度不大于 0。</translation>
        </message>
        <message>
            <source>{name} is damaged: room, state or current is of another kind. Open another file.</source>
            <translation>{name} 已损坏：room、state 或 current 的类型不对。请打开另一个文件。</translation>
        </message>
        <message>
            <source>{name} is damaged: {error}</source>
            <translation>{name} 已损坏：{error}</translation>
        </message>
        <message>
            <source>{name} is damaged: {reason}. Save it again from its source.</source>
            <translation>{name} 已损坏：{reason}。请从来源处重新保存。</translation>
        </message>
        <message>
            <source>{name} is larger than 512 MB. Save a smaller copy and open that.</source>
            <translation>{name} 超过了 512 MB。请保存一份较小的副本，再打开它。</translation>
        </message>
        <message>
            <source>{name} is missing</source>
            <translation>缺少 {name}</translation>
        </message>
        <message>
            <source>{name} is never {value}; it may be {known}. Compare it with such a value.</source>
            <translation>{name} 不可能是 {value}，它可以是 {known}。请与这样的值比较。</translation>
        </message>
        <message>
            <source>{name} is no ONNX file or is damaged. Export the network again.</source>
            <translation>{name} 不是 ONNX 文件，或者已损坏。请重新导出网络。</translation>
        </message>
        <message>
            <source>{name} is no SVG picture, or damaged. Export it again.</source>
            <translation>{name} 不是 SVG 图片，或者已损坏。请重新导出。</translation>
        </message>
        <message>
            <source>{name} is no file inside the lesson's folder. Put the file there and write its name alone.</source>
            <translation>{name} 不是课的文件夹中的文件。请把文件放进去，只写它的名称。</translation>
        </message>
        <message>
            <source>{name} is no file of CNN Studio. Open one that the program has saved.</source>
            <translation>{name} 不是 CNN Studio 的文件。请打开由本程序保存的文件。</translation>
        </message>
        <message>
            <source>{name} is no folder and no zip that can be read. Choose a lesson's folder, or a zip of it.</source>
            <translation>{name} 既不是文件夹，也不是能读取的 zip。请选择课的文件夹，或由它打包成的 zip。</translation>
        </message>
        <message>
            <source>{name} is no list, so that it has nothing. Write == instead.</source>
            <translation>{name} 不是列表，不能用 has。请改用 ==。</translation>
        </message>
        <message>
            <source>{name} is no number</source>
            <translation>{name} 不是数</translation>
        </message>
        <message>
            <source>{name} is not a picture that can be read, or a damaged one. {hint}</source>
            <translation>{name} 不是能读取的图片，或者已损坏。{hint}</translation>
        </message>
        <message>
            <source>{name} is not a picture that can be read. {hint}</source>
            <translation>{name} 不是能读取的图片。{hint}</translation>
        </message>
        <message>
            <source>{name} is not as it was written</source>
            <translation>{name} 与写入时不同</translation>
        </message>
        <message>
            <source>{name} is {channels}, and {groups} groups cannot share that evenly. Take a multiple.</source>
            <translation>{name} 是 {channels}，无法平分给 {groups} 个分组。请取 {groups} 的倍数。</translation>
        </message>
        <message>
            <source>{name} is {found} instead of {wanted}</source>
            <translation>{name} 是 {found}（应为 {wanted}）</translation>
        </message>
        <message>
            <source>{name} is {value}; it must be a name in quotes.</source>
            <translation>{name} 是 {value}；它应为带引号的名称。</translation>
        </message>
        <message>
            <source>{name} is {value}; it must be a whole number from {least} to {most:,}.</source>
            <translation>{name} 是 {value}；它应为 {least} 到 {most:,} 之间的整数。</translation>
        </message>
        <message>
            <source>{name} is {width:,} × {height:,} pixels, more than the {most_pixels:,} that are read. Scale it down to 2,000 × 2,000 pixels and try again.</source>
            <translation>{name} 有 {width:,} × {height:,} 像素，超过了能读取的 {most_pixels:,} 像素。请缩小到 2,000 × 2,000 像素再试。</translation>
        </message>
        <message>
            <source>{name} is {width:,} × {height:,} pixels, too small to hold a digit. Each side needs at least {smallest_side} pixels.</source>
            <translation>{name} 只有 {width:,} × {height:,} 像素，太小，容不下一个数字。每边至少需要 {smallest_side} 像素。</translation>
        </message>
        <message>
            <source>{name} names something outside itself ({value}), and nothing is fetched. Put it into the picture.</source>
            <translation>{name} 引用了自身之外的内容（{value}），而程序不会去获取任何东西。请把它放进图片里。</translation>
        </message>
        <message numerus="yes">
            <source>{name} needs {missing} to be built. Give them a default value in the file, or pass a value.</source>
            <translation>
                <numerusform>构建 {name} 需要给出 {missing}。请在文件中写上默认值，或传入值。</numerusform>
            </translation>
        </message>
        <message>
            <source>{name} of {question} is {value}; it must be a whole number, {least} to {most:,}.</source>
            <translation>{question} 的 {name} 是 {value}；它应为 {least} 到 {most:,} 之间的整数。</translation>
        </message>
        <message>
            <source>{name} says no size that could be shown. Give it a width and a height in pixels.</source>
            <translation>{name} 没有给出可以显示的尺寸。请给它以像素为单位的宽度和高度。</translation>
        </message>
        <message>
            <source>{name} says something that this version does not know: {unknown}.</source>
            <translation>{name} 中有本版本不认识的内容：{unknown}。</translation>
        </message>
        <message>
            <source>{name} stands for tensors of far more than its own size. Choose another file.</source>
            <translation>{name} 中的张量展开后远远超过文件本身的大小。请选择另一个文件。</translation>
        </message>
        <message>
            <source>{name} takes ({usage}): {error}. Give it these.</source>
            <translation>{name} 的参数是 ({usage})：{error}。请照此给出。</translation>
        </message>
        <message>
            <source>{name} uses operators that are not read here: {operators}. Open the Python file with the network's class instead.</source>
            <translation>{name} 用到了这里不能读取的算子：{operators}。请改为打开含有该网络的类的 Python 文件。</translation>
        </message>
        <message>
            <source>{name} was not run.</source>
            <translation>没有运行 {name}。</translation>
        </message>
        <message>
            <source>{name} was saved by a later version of CNN Studio. Update the program to open it.</source>
            <translation>{name} 是用更高版本的 CNN Studio 保存的。请更新程序后再打开。</translation>
        </message>
        <message numerus="yes">
            <source>{name}: {n:,} weights</source>
            <translation>
                <numerusform>{name}：{n:,} 个权重</numerusform>
            </translation>
        </message>
        <message>
            <source>{name}: {width:,} × {height:,} pixels, reduced to {new_width:,} × {new_height:,}.</source>
            <translation>{name}：{width:,} × {height:,} 像素，已缩小到 {new_width:,} × {new_height:,}。</translation>
        </message>
        <message>
            <source>{network} cannot be made for a {shape} input. Try {input_shape}.</source>
            <translation>无法为 {shape} 的输入构建 {network}。请试试 {input_shape}。</translation>
        </message>
        <message>
            <source>{network} cannot take {size} pictures: {error}</source>
            <translation>{network} 无法接受 {size} 的图像：{error}</translation>
        </message>
        <message>
            <source>{network} does not give one number a class. Choose another network.</source>
            <translation>{network} 没有为每个类别给出一个数。请选择另一个网络。</translation>
        </message>
        <message>
            <source>{network} does not take many pictures of 28 × 28 at once, so its accuracy cannot be measured.</source>
            <translation>{network} 不能一次接受多幅 28 × 28 的图像，因此无法测量它的准确率。</translation>
        </message>
        <message>
            <source>{network} gives no logits for classes, so its accuracy cannot be measured.</source>
            <translation>{network} 没有给出各类别的对数几率，因此无法测量它的准确率。</translation>
        </message>
        <message>
            <source>{network} gives numbers that are not finite for this picture. Choose other weights, or another scaling for them.</source>
            <translation>{network} 对这幅图像给出了无穷大或 NaN。请选择别的权重，或为这些权重选择另一种数值缩放。</translation>
        </message>
        <message>
            <source>{network} has batch normalisation of a kind whose statistics cannot be shared between processes on the CPU; train it in one process, without torchrun.</source>
            <translation>{network} 所用的批量归一化，其统计量不能在 CPU 上由多个进程共享；请不用 torchrun，在一个进程中训练它。</translation>
        </message>
        <message>
            <source>{network} has no layer of the class {kind}. Take another one.</source>
            <translation>{network} 没有 {kind} 类的层。请换一个。</translation>
        </message>
        <message>
            <source>{network} holds a network's structure alone: it is never run and has no weights. Open the Python file with the network's class instead.</source>
            <translation>{network} 中只有网络的结构：它从不运行，也没有权重。请改为打开含有该网络的类的 Python 文件。</translation>
        </message>
        <message>
            <source>{network} is too large to be trained here. Choose a smaller network.</source>
            <translation>{network} 太大，不能在这里训练。请选择小一些的网络。</translation>
        </message>
        <message numerus="yes">
            <source>{network} on {dataset}: {n:,} pictures, {device}</source>
            <translation>
                <numerusform>{network}（{dataset}）：{n:,} 幅图像，{device}</numerusform>
            </translation>
        </message>
        <message>
            <source>{network} takes square pictures only, not {height} × {width}. Make both equal.</source>
            <translation>{network} 只接受正方形的图像，不接受 {height} × {width}。请使高和宽相等。</translation>
        </message>
        <message>
            <source>{network} takes {takes} pictures, not {given}.</source>
            <translation>{network} 接受 {takes} 的图像，不接受 {given}。</translation>
        </message>
        <message>
            <source>{network} tells {has} classes apart and cannot be made for {classes}.</source>
            <translation>{network} 区分 {has} 个类别，不能改为 {classes} 个。</translation>
        </message>
        <message>
            <source>{network} was not tried. Choose it again.</source>
            <translation>{network} 没有试运行。请重新选择它。</translation>
        </message>
        <message>
            <source>{node} is no whole number and no name in quotes. Write one of these.</source>
            <translation>{node} 既不是整数，也不是带引号的名称。请写成其中之一。</translation>
        </message>
        <message>
            <source>{n} min</source>
            <translation>{n} 分钟</translation>
        </message>
        <message>
            <source>{operator}</source>
            <translation>{operator}</translation>
        </message>
        <message>
            <source>{operator} ({reason})</source>
            <translation>{operator}（{reason}）</translation>
        </message>
        <message>
            <source>{operator} is used in a way that is not read here. Open the Python file instead.</source>
            <translation>{operator} 的用法是这里不能读取的。请改为打开 Python 文件。</translation>
        </message>
        <message>
            <source>{option} takes no command</source>
            <translation>{option} 不能与命令一起使用</translation>
        </message>
        <message>
            <source>{outputs} could not be followed back to the input: neither its receptive field nor its way is shown.</source>
            <translation>{outputs}：无法追溯到输入，因此不显示感受野和路径。</translation>
        </message>
        <message>
            <source>{outputs}: the same whatever the input is.</source>
            <translation>{outputs}：无论输入是什么都相同。</translation>
        </message>
        <message>
            <source>{output} is the {thing}</source>
            <translation>{output}（{thing}）</translation>
        </message>
        <message>
            <source>{output} {sizes}</source>
            <translation>{output} {sizes}</translation>
        </message>
        <message>
            <source>{path} can be no path. Choose a file or folder.</source>
            <translation>{path} 不能作为路径。请选择文件或文件夹。</translation>
        </message>
        <message>
            <source>{path} can be no path: {error}. Choose a file or folder.</source>
            <translation>{path} 不能作为路径：{error}。请选择文件或文件夹。</translation>
        </message>
        <message>
            <source>{path} claims {count:,} {kind}; at most {most:,} can be used. {remedy}</source>
            <translation>{path} 声称的{kind}数为 {count:,}，而最多只能使用 {most:,}。{remedy}</translation>
        </message>
        <message>
            <source>{path} could not be read: {reason}. Check it, or choose another one.</source>
            <translation>无法读取 {path}：{reason}。请检查它，或选择其他的。</translation>
        </message>
        <message>
            <source>{path} could not be read: {reason}. Check that the file is there and may be read.</source>
            <translation>无法读取 {path}：{reason}。请检查文件是否存在、是否允许读取。</translation>
        </message>
        <message>
            <source>{path} could not be written: {reason}. {remedy}</source>
            <translation>无法写入 {path}：{reason}。{remedy}</translation>
        </message>
        <message>
            <source>{path} has changed since these weights were trained.</source>
            <translation>{path} 在这些权重训练之后有了改动。</translation>
        </message>
        <message>
            <source>{path} has more bytes than the {count:,} {kind} its header claims. {remedy}</source>
            <translation>{path} 的文件头声称{kind}数为 {count:,}，但文件中的字节比这更多。{remedy}</translation>
        </message>
        <message>
            <source>{path} has {found} dimensions instead of {wanted}. Choose MNIST's own files.</source>
            <translation>{path} 有 {found} 个维度，应为 {wanted} 个。请选择 MNIST 自己的文件。</translation>
        </message>
        <message>
            <source>{path} holds no results of CNN Studio. Choose another file.</source>
            <translation>{path} 里没有 CNN Studio 的成绩。请选择其他文件。</translation>
        </message>
        <message>
            <source>{path} holds no weights that can be read: it is damaged, or neither a safetensors file nor one that torch.save has written. Copy it again from its source, or choose the file that the weights were saved in.</source>
            <translation>{path} 中没有能读取的权重：它已损坏，或者既不是 safetensors 文件，也不是由 torch.save 写成的。请从来源处重新复制，或选择保存这些权重的文件。</translation>
        </message>
        <message>
            <source>{path} holds no {kind}. {remedy}</source>
            <translation>{path} 中没有{kind}。{remedy}</translation>
        </message>
        <message>
            <source>{path} holds numbers of type {number}, not bytes. Choose MNIST's own files.</source>
            <translation>{path} 中的数的类型代码是 {number}，不是字节。请选择 MNIST 自己的文件。</translation>
        </message>
        <message>
            <source>{path} holds pictures of {size} pixels; only {wanted} can be used.</source>
            <translation>{path} 中的图像为 {size} 像素；只能使用 {wanted} 像素的图像。</translation>
        </message>
        <message>
            <source>{path} holds the label {label} at position {position:,}; labels go from 0 to {last}. Use the labels file that belongs to these pictures.</source>
            <translation>{path} 在位置 {position:,} 处的标签是 {label}，而标签应为 0 到 {last}。请使用与这些图像配套的标签文件。</translation>
        </message>
        <message>
            <source>{path} holds {other}, not {kind}: the files seem to be swapped. Give them their own names back.</source>
            <translation>{path} 中是{other}，而不是{kind}：这些文件似乎互换了。请把它们改回各自的名称。</translation>
        </message>
        <message>
            <source>{path} is a pickle (.pt, .pth), which can run a program of its own when opened, so it was not. Save the weights with safetensors.torch.save_file and open that file.</source>
            <translation>{path} 是 pickle 文件（.pt、.pth），打开时可能会运行其中的程序，因此没有打开。请用 safetensors.torch.save_file 保存权重，再打开那个文件。</translation>
        </message>
        <message>
            <source>{path} is cut off inside its header. {remedy}</source>
            <translation>{path} 的文件头被截断。{remedy}</translation>
        </message>
        <message>
            <source>{path} is cut off: it claims {count:,} {kind} and holds {held:,}. {remedy}</source>
            <translation>{path} 被截断：它声称的{kind}数为 {count:,}，实际只有 {held:,}。{remedy}</translation>
        </message>
        <message>
            <source>{path} is cut off: it claims {count:,} {kind} but is too short to hold them. {remedy}</source>
            <translation>{path} 被截断：它声称的{kind}数为 {count:,}，但文件太短，装不下这么多。{remedy}</translation>
        </message>
        <message>
            <source>{path} is cut off: its compressed data end too early. {remedy}</source>
            <translation>{path} 被截断：压缩数据过早结束。{remedy}</translation>
        </message>
        <message>
            <source>{path} is damaged or of a later version: it cannot be shown what the run predicted. Resume the run, or train it again.</source>
            <translation>{path} 已损坏或来自更高版本：无法显示这次训练任务的预测。请继续这次训练任务，或重新训练。</translation>
        </message>
        <message>
            <source>{path} is damaged: it does not say of which version it is. Ask for it again.</source>
            <translation>{path} 已损坏：没有注明版本。请让对方重新提交。</translation>
        </message>
        <message>
            <source>{path} is damaged: its compressed data do not add up. {remedy}</source>
            <translation>{path} 已损坏：压缩数据的校验不符。{remedy}</translation>
        </message>
        <message>
            <source>{path} is damaged: {error}</source>
            <translation>{path} 已损坏：{error}</translation>
        </message>
        <message>
            <source>{path} is damaged: {error}. Ask for it again.</source>
            <translation>{path} 已损坏：{error}。请让对方重新提交。</translation>
        </message>
        <message>
            <source>{path} is damaged: {error}. Move it away to start anew.</source>
            <translation>{path} 已损坏：{error}。请把它移走，以便从头开始。</translation>
        </message>
        <message>
            <source>{path} is damaged: {what} The run cannot go on from it; start it again with the same settings.</source>
            <translation>{path} 已损坏：{what}训练任务无法从它继续；请用相同的设置重新开始。</translation>
        </message>
        <message>
            <source>{path} is damaged: {what}. Copy it again from its source.</source>
            <translation>{path} 已损坏：{what}。请从来源处重新复制。</translation>
        </message>
        <message>
            <source>{path} is empty. {remedy}</source>
            <translation>{path} 是空文件。{remedy}</translation>
        </message>
        <message>
            <source>{path} is larger than the {most:,.0f} MB that such a file can have. Choose another one.</source>
            <translation>{path} 超过了这种文件的上限 {most:,.0f} MB。请选择另一个文件。</translation>
        </message>
        <message>
            <source>{path} is not a checkpoint; choose the folder of a run that was stopped.</source>
            <translation>{path} 不是检查点；请选择已停止的训练任务的文件夹。</translation>
        </message>
        <message>
            <source>{path} is not a gzip file. {remedy}</source>
            <translation>{path} 不是 gzip 文件。{remedy}</translation>
        </message>
        <message>
            <source>{path} is not an idx file of {kind}. Choose a folder with MNIST's four files.</source>
            <translation>{path} 不是存放{kind}的 idx 文件。请选择存有 MNIST 四个文件的文件夹。</translation>
        </message>
        <message>
            <source>{path} is not there. Choose a lesson's folder, or a zip of it.</source>
            <translation>{path} 不存在。请选择课的文件夹，或由它打包成的 zip。</translation>
        </message>
        <message>
            <source>{path} is of a later version of CNN Studio. Update the program to read it.</source>
            <translation>{path} 来自更高版本的 CNN Studio。请更新程序后再读取。</translation>
        </message>
        <message>
            <source>{path} was written by a later version of the program; update it to resume this run.</source>
            <translation>{path} 由更高版本的程序写成；要继续这次训练任务，请更新程序。</translation>
        </message>
        <message>
            <source>{path} was written by a later version of the program; update it to use this run.</source>
            <translation>{path} 由更高版本的程序写成；要使用这次训练任务，请更新程序。</translation>
        </message>
        <message>
            <source>{path}.{name} is computed from other weights at every use; it can be looked at, not edited.</source>
            <translation>{path}.{name} 在每次使用时由其他权重算出；它可以查看，不能修改。</translation>
        </message>
        <message>
            <source>{places} places of a tensor cannot take {given} values.</source>
            <translation>给张量的 {places} 个位置提供了 {given} 个值，个数不符。</translation>
        </message>
        <message>
            <source>{place} could not be read: {reason}. Check its permissions.</source>
            <translation>无法读取 {place}：{reason}。请检查它的权限。</translation>
        </message>
        <message>
            <source>{place} is of a later version of CNN Studio and stays as it is. Update the program; until then what this window shows is not kept over a restart.</source>
            <translation>{place} 来自更高版本的 CNN Studio，将保持原样。请更新程序；在此之前，这个窗口显示的内容不会保留到下次启动。</translation>
        </message>
        <message>
            <source>{question} has no slip {unknown}. It has {known}.</source>
            <translation>{question} 没有名为 {unknown} 的失误。可用的有：{known}。</translation>
        </message>
        <message>
            <source>{question} takes ({known}), each once. Write it so.</source>
            <translation>{question} 的参数是 ({known})，每个只给一次。请照此书写。</translation>
        </message>
        <message>
            <source>{question} takes ({known}): {error}. Write it so.</source>
            <translation>{question} 的参数是 ({known})：{error}。请照此书写。</translation>
        </message>
        <message>
            <source>{question}: not yet right ({typed})</source>
            <translation>{question}：尚未答对（{typed}）</translation>
        </message>
        <message>
            <source>{question}: right ({typed})</source>
            <translation>{question}：答对（{typed}）</translation>
        </message>
        <message numerus="yes">
            <source>{rows} × {columns}, {n:,} channels</source>
            <translation>
                <numerusform>{rows} × {columns}，{n:,} 个通道</numerusform>
            </translation>
        </message>
        <message>
            <source>{shape} of {kind}</source>
            <translation>{kind} 类型的 {shape}</translation>
        </message>
        <message>
            <source>{sizes}, {n} at once</source>
            <translation>{sizes}，每次 {n} 幅</translation>
        </message>
        <message>
            <source>{source} asks for far more memory than its own size. Choose another file.</source>
            <translation>{source} 要求的内存远远超过它本身的大小。请选择另一个文件。</translation>
        </message>
        <message>
            <source>{source} could not be read: the process that opened it ended without a reply. Choose another file.</source>
            <translation>无法读取 {source}：打开它的进程没有答复就结束了。请选择另一个文件。</translation>
        </message>
        <message>
            <source>{source} took too long to be read, so that was stopped. Choose another file.</source>
            <translation>读取 {source} 的时间太长，已中止。请选择另一个文件。</translation>
        </message>
        <message>
            <source>{stage} {file} {share:.0%}</source>
            <translation>{stage} {file} {share:.0%}</translation>
        </message>
        <message>
            <source>{stage} {share:.0%}</source>
            <translation>{stage} {share:.0%}</translation>
        </message>
        <message>
            <source>{started}: {what}; epochs: {epochs}</source>
            <translation>{started}：{what}；轮次：{epochs}</translation>
        </message>
        <message>
            <source>{started}: {what}; epochs: {epochs}; test accuracy: {accuracy:.2f} %</source>
            <translation>{started}：{what}；轮次：{epochs}；测试准确率：{accuracy:.2f} %</translation>
        </message>
        <message>
            <source>{start}: {where} fails: {why}</source>
            <translation>{start}：{where}运行失败：{why}</translation>
        </message>
        <message>
            <source>{start}: {where} was made for {wanted} channels and gets {given}. Choose an input with {wanted}.</source>
            <translation>{start}：{where}适用于 {wanted} 个通道，却收到 {given} 个。请选择有 {wanted} 个通道的输入。</translation>
        </message>
        <message>
            <source>{start}: {where} {got}, which is smaller than its window. Choose a larger input.</source>
            <translation>{start}：{where}{got}，小于它的窗口。请选择更大的输入。</translation>
        </message>
        <message>
            <source>{start}: {where} {made_for} and {got}. Choose the input size the network was made for.</source>
            <translation>{start}：{where}{made_for}，而它{got}。请选择网络所适用的输入大小。</translation>
        </message>
        <message>
            <source>{start}: {why}</source>
            <translation>{start}：{why}</translation>
        </message>
        <message>
            <source>{tensor} of {size} numbers has no block {at}.</source>
            <translation>大小为 {size} 的张量 {tensor} 中没有块 {at}。</translation>
        </message>
        <message>
            <source>{text} asks what is larger of something that is no number. Use == or has.</source>
            <translation>{text} 对不是数的内容比较大小。请用 == 或 has。</translation>
        </message>
        <message>
            <source>{text} cannot be read. Write it as a call, such as out(28, 5).</source>
            <translation>无法读取 {text}。请写成调用，例如 out(28, 5)。</translation>
        </message>
        <message>
            <source>{text} has too many parts. Write it shorter.</source>
            <translation>{text} 的组成部分太多。请写短一些。</translation>
        </message>
        <message>
            <source>{text} is damaged: {error}. Save the state again.</source>
            <translation>{text} 已损坏：{error}。请重新保存状态。</translation>
        </message>
        <message>
            <source>{text} is longer than {longest} characters, or holds a backslash. Write it anew.</source>
            <translation>{text} 超过了 {longest} 个字符，或者含有反斜杠。请重写。</translation>
        </message>
        <message>
            <source>{text} is no call. Write a name and its arguments, such as output_size(28, 5).</source>
            <translation>{text} 不是调用。请写出名称及其参数，例如 output_size(28, 5)。</translation>
        </message>
        <message>
            <source>{text} is no link, no state ({suffix}) and no picture ({known}). Name one.</source>
            <translation>{text} 不是链接，不是状态文件（{suffix}），也不是图片（{known}）。请写成其中之一。</translation>
        </message>
        <message>
            <source>{text} is no number. Write an expression that comes to one.</source>
            <translation>{text} 不是数。请写一个结果为数的表达式。</translation>
        </message>
        <message>
            <source>{text} lies elsewhere, and nothing is fetched. Put a file into the lesson's folder.</source>
            <translation>{text} 在别处，而程序不会去下载。请把文件放进课的文件夹。</translation>
        </message>
        <message>
            <source>{title} cannot take a {shape} input</source>
            <translation>{title} 无法接受 {shape} 的输入</translation>
        </message>
        <message>
            <source>{title} cannot take an input with {number:,} {name}. Choose a number from 1 to {largest:,}.</source>
            <translation>{title} 无法接受这样的输入：{name}为 {number:,}。请选择 1 到 {largest:,} 之间的数。</translation>
        </message>
        <message>
            <source>{title} gives no tensor for an input of {given}. Return one from forward().</source>
            <translation>{title} 对 {given} 的输入没有给出张量。请让 forward() 返回张量。</translation>
        </message>
        <message>
            <source>{title} gives {output} for an input of {given}, and ({pictures}, {wanted}) is needed: one number a class for each picture.</source>
            <translation>{title} 对 {given} 的输入给出 {output}，而需要的是 ({pictures}, {wanted})：每幅图像的每个类别一个数。</translation>
        </message>
        <message>
            <source>{title} gives {output} for an input of {given}, and the data set has {classes} classes: ({pictures}, {classes}) is needed. Give its constructor num_classes, or change its last layer.</source>
            <translation>{title} 对 {given} 的输入给出 {output}，而数据集有 {classes} 个类别，需要的是 ({pictures}, {classes})。请为它的构造函数提供 num_classes，或修改它的最后一层。</translation>
        </message>
        <message>
            <source>{title} has no layer {path}. Copy the path from Models.</source>
            <translation>{title} 中没有层 {path}。请从“模型”页面复制路径。</translation>
        </message>
        <message>
            <source>{title} has no layer {path}. Take one of its own.</source>
            <translation>{title} 中没有层 {path}。请选择它自己的层。</translation>
        </message>
        <message>
            <source>{title} has no weights that could learn. Choose another network.</source>
            <translation>{title} 没有可以学习的权重。请选择另一个网络。</translation>
        </message>
        <message>
            <source>{title} is not wanted any more. Choose it again to try it.</source>
            <translation>已不再需要试运行 {title}。要试运行它，请重新选择。</translation>
        </message>
        <message>
            <source>{title} needs more memory than it may take here.</source>
            <translation>{title} 需要的内存超过了这里允许的大小。</translation>
        </message>
        <message>
            <source>{title} returns no tensor that can be followed back to its input: none at all, a constant, or one that went through NumPy or through Python's numbers. Return from forward() what PyTorch's functions make of the input.</source>
            <translation>{title} 没有返回能追溯到输入的张量：没有返回张量，返回的是常量，或者中途经过了 NumPy 或 Python 的数。请让 forward() 返回由 PyTorch 的函数从输入算出的结果。</translation>
        </message>
        <message>
            <source>{title} was not tried to its end. Open it again to try it once more.</source>
            <translation>{title} 没有试运行完。请重新打开它，再试一次。</translation>
        </message>
        <message numerus="yes">
            <source>{title} with {weights}: {n:,} parameters</source>
            <translation>
                <numerusform>{title}，权重 {weights}：{n:,} 个参数</numerusform>
            </translation>
        </message>
        <message>
            <source>{title}: nothing is wrong. Steps: {steps}. Exercises: {exercises}.</source>
            <translation>{title}：没有问题。步骤：{steps}。练习：{exercises}。</translation>
        </message>
        <message>
            <source>{typed} is no number. Type one such as 26, 0.25, 1/4 or 3*3*64; a shape as 16 × 14 × 14.</source>
            <translation>{typed} 不是数。请输入 26、0.25、1/4 或 3*3*64 这样的数；形状写成 16 × 14 × 14。</translation>
        </message>
        <message>
            <source>{value} cannot be an option of a network; give a number, a text, true, false or a list.</source>
            <translation>{value} 不能作为网络的选项；请给出数、文本、true、false 或列表。</translation>
        </message>
        <message>
            <source>{value} has no end as a decimal number. Write round({value}, 2).</source>
            <translation>{value} 不能写成有限小数。请写成 round({value}, 2)。</translation>
        </message>
        <message>
            <source>{value} is no number. Give a number.</source>
            <translation>{value} 不是数。请给出一个数。</translation>
        </message>
        <message>
            <source>{value} is not C,H,W, for example 3,224,224</source>
            <translation>{value} 不是 C,H,W 的形式，例如 3,224,224</translation>
        </message>
        <message>
            <source>{what} needs {needed} of memory, and {free} are free. Close other programs, or choose a smaller network.</source>
            <translation>{what} 需要 {needed} 内存，而可用的只有 {free}。请关闭其他程序，或选择小一些的网络。</translation>
        </message>
        <message>
            <source>{what} {count}</source>
            <translation>{what} {count}</translation>
        </message>
        <message>
            <source>{what} {count} of {most}</source>
            <translation>{what} {count}（总共只有 {most}）</translation>
        </message>
        <message>
            <source>{where} cannot be: {error}.</source>
            <translation>{where} 无效：{error}。</translation>
        </message>
        <message>
            <source>{where} has {name}, which this version of the program does not know.</source>
            <translation>{where} 中有 {name}，本版本的程序不认识它。</translation>
        </message>
        <message>
            <source>{where} is nested too deeply. Open another file.</source>
            <translation>{where} 嵌套得太深。请打开另一个文件。</translation>
        </message>
        <message>
            <source>{where} is of the kind {value}, not {kind}.</source>
            <translation>{where} 的类型是 {value}，而不是 {kind}。</translation>
        </message>
        <message>
            <source>{where} is of the kind {value}; it must be one of {choices}.</source>
            <translation>{where} 的类型是 {value}；它应为下列之一：{choices}。</translation>
        </message>
        <message>
            <source>{where} is {value}, which is none of the kinds of value it can have.</source>
            <translation>{where} 是 {value}，它不是这里可以有的任何一种值。</translation>
        </message>
        <message>
            <source>{where} is {value}; it must be one of {choices}.</source>
            <translation>{where} 是 {value}；它应为下列之一：{choices}。</translation>
        </message>
        <message>
            <source>{where} is {value}; it must be {wanted}.</source>
            <translation>{where} 是 {value}；它应为{wanted}。</translation>
        </message>
        <message>
            <source>{where} lacks {name}.</source>
            <translation>{where} 缺少 {name}。</translation>
        </message>
        <message>
            <source>{where}, number {number}</source>
            <translation>{where} → 第 {number} 项</translation>
        </message>
        <message>
            <source>{where}, {name}</source>
            <translation>{where} → {name}</translation>
        </message>
        <message>
            <source>{words} of line {line} of {file} is missing in this section. Add it.</source>
            <translation>这一节缺少 {file} 第 {line} 行的 {words}。请补上。</translation>
        </message>
        <message>
            <source>{{{expression}}} does not stand in this section of {file}. Give both the same numbers.</source>
            <translation>{file} 的这一节中没有 {{{expression}}}。请让两处的数一致。</translation>
        </message>
        <message>
            <source>{{{expression}}} of line {line} of {file} is missing in this section. Give both the same numbers.</source>
            <translation>这一节缺少 {file} 第 {line} 行的 {{{expression}}}。请让两处的数一致。</translation>
        </message>
        <message numerus="yes">
            <source>Σ {n:,} products</source>
            <translation>
                <numerusform>Σ {n:,} 个乘积</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>errors</name>
        <message>
            <source>Something went wrong that the program did not expect: {error}. You can go on; if it comes again, copy the details into a report.</source>
            <translation>发生了程序没有预料到的错误：{error}。可以继续使用；如果再次出现，请把详情复制到错误报告中。</translation>
        </message>
    </context>
    <context>
        <name>formula</name>
        <message>
            <source>and so on</source>
            <translation>省略号</translation>
        </message>
        <message>
            <source>close bracket</source>
            <translation>右括号</translation>
        </message>
        <message>
            <source>divided by</source>
            <translation>除以</translation>
        </message>
        <message>
            <source>end of the ceiling</source>
            <translation>向上取整结束</translation>
        </message>
        <message>
            <source>end of the floor</source>
            <translation>向下取整结束</translation>
        </message>
        <message>
            <source>equals</source>
            <translation>等于</translation>
        </message>
        <message>
            <source>in</source>
            <translation>属于</translation>
        </message>
        <message>
            <source>infinity</source>
            <translation>无穷大</translation>
        </message>
        <message>
            <source>is about</source>
            <translation>约等于</translation>
        </message>
        <message>
            <source>is at least</source>
            <translation>大于等于</translation>
        </message>
        <message>
            <source>is at most</source>
            <translation>小于等于</translation>
        </message>
        <message>
            <source>is greater than</source>
            <translation>大于</translation>
        </message>
        <message>
            <source>is less than</source>
            <translation>小于</translation>
        </message>
        <message>
            <source>is not</source>
            <translation>不等于</translation>
        </message>
        <message>
            <source>minus</source>
            <translation>减</translation>
        </message>
        <message>
            <source>open bracket</source>
            <translation>左括号</translation>
        </message>
        <message>
            <source>plus</source>
            <translation>加</translation>
        </message>
        <message>
            <source>star</source>
            <translation>星号</translation>
        </message>
        <message>
            <source>the ceiling of</source>
            <translation>向上取整</translation>
        </message>
        <message>
            <source>the floor of</source>
            <translation>向下取整</translation>
        </message>
        <message>
            <source>the product from {low} to {high} of</source>
            <translation>从 {low} 到 {high} 求积</translation>
        </message>
        <message>
            <source>the product of</source>
            <translation>求积</translation>
        </message>
        <message>
            <source>the root of {inner}</source>
            <translation>根号 {inner}</translation>
        </message>
        <message>
            <source>the sum from {low} to {high} of</source>
            <translation>从 {low} 到 {high} 求和</translation>
        </message>
        <message>
            <source>the sum of</source>
            <translation>求和</translation>
        </message>
        <message>
            <source>times</source>
            <translation>乘</translation>
        </message>
        <message>
            <source>to</source>
            <translation>到</translation>
        </message>
        <message>
            <source>{above} over {below}</source>
            <translation>{below} 分之 {above}</translation>
        </message>
        <message>
            <source>{base} sub {index}</source>
            <translation>{base} 下标 {index}</translation>
        </message>
        <message>
            <source>{base} to the power of {power}</source>
            <translation>{base} 的 {power} 次方</translation>
        </message>
    </context>
    <context>
        <name>labels</name>
        <message>
            <source>d MMM HH:mm</source>
            <translation>M 月 d 日 HH:mm</translation>
        </message>
        <message>
            <source>d MMM yyyy HH:mm</source>
            <translation>yyyy 年 M 月 d 日 HH:mm</translation>
        </message>
        <message>
            <source>{before}, {more}</source>
            <translation>{before}，{more}</translation>
        </message>
        <message>
            <source>{hours}:{minutes}:{seconds} h</source>
            <translation>{hours} 小时 {minutes} 分 {seconds} 秒</translation>
        </message>
        <message>
            <source>{minutes}:{seconds} min</source>
            <translation>{minutes} 分 {seconds} 秒</translation>
        </message>
        <message>
            <source>{name}: {value}</source>
            <translation>{name}：{value}</translation>
        </message>
        <message>
            <source>{number} %</source>
            <translation>{number} %</translation>
        </message>
        <message>
            <source>{seconds} s</source>
            <translation>{seconds} 秒</translation>
        </message>
        <message>
            <source>{text} ({note})</source>
            <translation>{text}（{note}）</translation>
        </message>
    </context>
    <context>
        <name>lessons</name>
        <message>
            <source>Multiply-accumulates</source>
            <translation>乘加运算</translation>
        </message>
        <message>
            <source>Output cells</source>
            <translation>输出的格</translation>
        </message>
        <message>
            <source>Output sizes</source>
            <translation>输出大小</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>Receptive fields</source>
            <translation>感受野</translation>
        </message>
        <message>
            <source>Shapes behind a layer</source>
            <translation>一层之后的形状</translation>
        </message>
    </context>
    <context>
        <name>models</name>
        <message>
            <source>, then </source>
            <translation>，再经过 </translation>
        </message>
        <message>
            <source>0 to 1</source>
            <translation>0 到 1</translation>
        </message>
        <message>
            <source>1 × 1, all to all</source>
            <translation>1 × 1，全部相连</translation>
        </message>
        <message>
            <source>3 × 3: one kernel</source>
            <translation>3 × 3：一个卷积核</translation>
        </message>
        <message>
            <source>5 × 5: two kernels</source>
            <translation>5 × 5：两个卷积核</translation>
        </message>
        <message>
            <source>7 × 7: three kernels</source>
            <translation>7 × 7：三个卷积核</translation>
        </message>
        <message>
            <source>9 × 9: four kernels</source>
            <translation>9 × 9：四个卷积核</translation>
        </message>
        <message>
            <source>; takes part in training only, not counted</source>
            <translation>；只参与训练，不计入</translation>
        </message>
        <message>
            <source>A diagram can be written as .svg or .png, not as {ending}. Choose one of them.</source>
            <translation>结构图只能存为 .svg 或 .png（现在是：{ending}）。请从这两种中选择。</translation>
        </message>
        <message>
            <source>Activation memory</source>
            <translation>激活值内存</translation>
        </message>
        <message>
            <source>Activations</source>
            <translation>激活值</translation>
        </message>
        <message>
            <source>As many parameters: {memory} of weights in this one layer.</source>
            <translation>参数一样多：单这一层的权重就占 {memory}。</translation>
        </message>
        <message>
            <source>Branches side by side: {ways}. {sum}.</source>
            <translation>并排的支路：{ways}。{sum}。</translation>
        </message>
        <message>
            <source>By family</source>
            <translation>按系列</translation>
        </message>
        <message>
            <source>By size</source>
            <translation>按大小</translation>
        </message>
        <message>
            <source>By year</source>
            <translation>按年份</translation>
        </message>
        <message>
            <source>Channels grow layer by layer: {widths}.</source>
            <translation>通道逐层增多：{widths}。</translation>
        </message>
        <message>
            <source>Channels × rows × columns that come in</source>
            <translation>输入的通道数 × 行数 × 列数</translation>
        </message>
        <message>
            <source>Channels × rows × columns that go out</source>
            <translation>输出的通道数 × 行数 × 列数</translation>
        </message>
        <message>
            <source>Class</source>
            <translation>类</translation>
        </message>
        <message>
            <source>Difference</source>
            <translation>差异</translation>
        </message>
        <message>
            <source>Dilation</source>
            <translation>膨胀率</translation>
        </message>
        <message>
            <source>Distance between the kernel's taps</source>
            <translation>卷积核相邻取数点的间隔</translation>
        </message>
        <message>
            <source>Each layer with its place, the shape of its output and its number of parameters</source>
            <translation>每一层的位置、输出形状和参数量</translation>
        </message>
        <message>
            <source>GMAC</source>
            <translation>GMAC</translation>
        </message>
        <message>
            <source>Groups</source>
            <translation>分组数</translation>
        </message>
        <message>
            <source>Height × width of the window, and its stride after the slash where it is not 1</source>
            <translation>窗口的高 × 宽；步幅不是 1 时，写在斜线之后</translation>
        </message>
        <message>
            <source>How it is reached from the network, as in state_dict()</source>
            <translation>从网络起访问它的路径，与 state_dict() 中的名称相同</translation>
        </message>
        <message>
            <source>ImageNet accuracy against multiply-accumulates, bubble area for parameters</source>
            <translation>ImageNet 准确率与乘加运算次数，圆的面积表示参数量</translation>
        </message>
        <message>
            <source>ImageNet top-1 accuracy (%)</source>
            <translation>ImageNet top-1 准确率（%）</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>Input and output</source>
            <translation>输入与输出</translation>
        </message>
        <message>
            <source>Its name in the network and its class</source>
            <translation>它在网络中的名称和它的类</translation>
        </message>
        <message>
            <source>Its share of the network's multiply-accumulates</source>
            <translation>它在整个网络乘加运算中所占的比例</translation>
        </message>
        <message>
            <source>Its share of the network's parameters</source>
            <translation>它在整个网络参数中所占的比例</translation>
        </message>
        <message>
            <source>Kernel</source>
            <translation>卷积核</translation>
        </message>
        <message>
            <source>Layer</source>
            <translation>层</translation>
        </message>
        <message>
            <source>Layer kind</source>
            <translation>层的类型</translation>
        </message>
        <message>
            <source>Legend: {text}</source>
            <translation>图例：{text}</translation>
        </message>
        <message>
            <source>MACs</source>
            <translation>乘加运算</translation>
        </message>
        <message>
            <source>MACs for one picture (billions, logarithmic)</source>
            <translation>一幅图像的乘加运算次数（十亿次，对数坐标）</translation>
        </message>
        <message>
            <source>Memory of the outputs computed inside it, float32, whole batch</source>
            <translation>其中算出的各个输出所占的内存，按 float32、整个批量计</translation>
        </message>
        <message>
            <source>Multiply-accumulates for the whole batch</source>
            <translation>整个批量的乘加运算次数</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Output ({row}, {column}) depends on rows {top} to {bottom}, columns {left} to {right} of the input</source>
            <translation>第 {row} 行第 {column} 列的输出取决于输入的第 {top} 至 {bottom} 行、第 {left} 至 {right} 列</translation>
        </message>
        <message>
            <source>Own parameters</source>
            <translation>自身参数</translation>
        </message>
        <message>
            <source>Padding</source>
            <translation>填充</translation>
        </message>
        <message>
            <source>Param.</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>Parts into which the channels are divided; as many as channels in a depthwise convolution</source>
            <translation>通道被分成几组；逐通道卷积的分组数与通道数相等</translation>
        </message>
        <message>
            <source>Path</source>
            <translation>路径</translation>
        </message>
        <message>
            <source>PyTorch's class</source>
            <translation>PyTorch 中的类</translation>
        </message>
        <message>
            <source>Receptive field</source>
            <translation>感受野</translation>
        </message>
        <message>
            <source>Receptive field: rows × columns of the input behind one output</source>
            <translation>感受野：一个输出所取决的输入行数 × 列数</translation>
        </message>
        <message>
            <source>Rows and columns of padding on each side</source>
            <translation>每一侧填充的行数和列数</translation>
        </message>
        <message>
            <source>Sees</source>
            <translation>感受野</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Shared with {layers}: counted there.</source>
            <translation>与 {layers} 共享，在那里计数。</translation>
        </message>
        <message>
            <source>Shown for its structure: no weights are loaded, nothing is downloaded.</source>
            <translation>只展示结构：不加载权重，也不下载任何东西。</translation>
        </message>
        <message>
            <source>Step</source>
            <translation>间距</translation>
        </message>
        <message>
            <source>Still to be predicted: select the layer and type it, or let it be shown.</source>
            <translation>尚待预测：请选中这一层并输入答案，或直接显示。</translation>
        </message>
        <message>
            <source>Stride of the receptive field: input pixels between neighbouring outputs</source>
            <translation>感受野的步幅：相邻输出在输入上相隔的像素数</translation>
        </message>
        <message>
            <source>Top-1</source>
            <translation>Top-1</translation>
        </message>
        <message>
            <source>Top-1 %</source>
            <translation>Top-1 %</translation>
        </message>
        <message>
            <source>Top-5</source>
            <translation>Top-5</translation>
        </message>
        <message>
            <source>Top-5 %</source>
            <translation>Top-5 %</translation>
        </message>
        <message>
            <source>Trains on 28 × 28 digits in minutes: press Train it.</source>
            <translation>几分钟就能用 28 × 28 的数字训练好：请按“去训练”。</translation>
        </message>
        <message>
            <source>Weights</source>
            <translation>权重</translation>
        </message>
        <message>
            <source>Weights and biases of its own, without those of the layers inside</source>
            <translation>自身的权重和偏置，不含内部各层的</translation>
        </message>
        <message>
            <source>Weights and biases, with those of the layers inside</source>
            <translation>权重和偏置，包括内部各层的</translation>
        </message>
        <message>
            <source>What PyTorch prints between the brackets</source>
            <translation>PyTorch 打印在括号里的内容</translation>
        </message>
        <message>
            <source>Year</source>
            <translation>年份</translation>
        </message>
        <message>
            <source>Your own network.</source>
            <translation>你自己的网络。</translation>
        </message>
        <message>
            <source>a file without an ending</source>
            <translation>没有扩展名的文件</translation>
        </message>
        <message>
            <source>activation</source>
            <translation>激活函数</translation>
        </message>
        <message>
            <source>all that was joined so far</source>
            <translation>此前拼接的全部内容</translation>
        </message>
        <message>
            <source>as it came</source>
            <translation>原样</translation>
        </message>
        <message>
            <source>at most {size}</source>
            <translation>至多 {size}</translation>
        </message>
        <message>
            <source>attention</source>
            <translation>注意力</translation>
        </message>
        <message>
            <source>block</source>
            <translation>块</translation>
        </message>
        <message>
            <source>both</source>
            <translation>两者</translation>
        </message>
        <message>
            <source>bytes</source>
            <translation>字节</translation>
        </message>
        <message>
            <source>changed</source>
            <translation>不同</translation>
        </message>
        <message>
            <source>columns</source>
            <translation>列</translation>
        </message>
        <message>
            <source>concat</source>
            <translation>拼接</translation>
        </message>
        <message>
            <source>convolution</source>
            <translation>卷积</translation>
        </message>
        <message>
            <source>cut and filled up</source>
            <translation>截取并补零</translation>
        </message>
        <message>
            <source>fully connected</source>
            <translation>全连接</translation>
        </message>
        <message>
            <source>logarithmic</source>
            <translation>对数</translation>
        </message>
        <message>
            <source>network</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>normalisation</source>
            <translation>归一化</translation>
        </message>
        <message>
            <source>of all</source>
            <translation>占比</translation>
        </message>
        <message>
            <source>one output</source>
            <translation>一个输出</translation>
        </message>
        <message>
            <source>one {kernel}</source>
            <translation>一个 {kernel}</translation>
        </message>
        <message>
            <source>one {kernel} in {groups} groups</source>
            <translation>一个 {kernel}，分 {groups} 组</translation>
        </message>
        <message>
            <source>only at the left</source>
            <translation>仅左侧有</translation>
        </message>
        <message>
            <source>only at the right</source>
            <translation>仅右侧有</translation>
        </message>
        <message>
            <source>other</source>
            <translation>其他</translation>
        </message>
        <message>
            <source>parameters</source>
            <translation>个参数</translation>
        </message>
        <message>
            <source>pool</source>
            <translation>池化</translation>
        </message>
        <message>
            <source>pooling</source>
            <translation>池化</translation>
        </message>
        <message>
            <source>recurrent</source>
            <translation>循环层</translation>
        </message>
        <message>
            <source>rows</source>
            <translation>行</translation>
        </message>
        <message>
            <source>shared</source>
            <translation>共享</translation>
        </message>
        <message>
            <source>skip connection</source>
            <translation>跳跃连接</translation>
        </message>
        <message>
            <source>sum or concat</source>
            <translation>相加或拼接</translation>
        </message>
        <message>
            <source>the same</source>
            <translation>相同</translation>
        </message>
        <message>
            <source>together</source>
            <translation>合计</translation>
        </message>
        <message>
            <source>{before} channels, 1 × 1 to {between}, {kernel} to {after}. {costs}.</source>
            <translation>{before} 个通道，经 1 × 1 卷积变成 {between} 个，再经 {kernel} 卷积变成 {after} 个。{costs}。</translation>
        </message>
        <message>
            <source>{before} channels, each through its own {kernel}, then all to all to {after}. {costs}.</source>
            <translation>{before} 个通道，各自经过自己的 {kernel} 卷积，再全部相连，变成 {after} 个。{costs}。</translation>
        </message>
        <message>
            <source>{before} goes through {way} and past it, {short}; both are added to {after}.</source>
            <translation>{before} 一路经过 {way}，一路从旁绕过（{short}）；两者相加，得到 {after}。</translation>
        </message>
        <message>
            <source>{before} goes through {way} and past it, {short}; both are put one behind the other to {after}.</source>
            <translation>{before} 一路经过 {way}，一路从旁绕过（{short}）；两者拼接，得到 {after}。</translation>
        </message>
        <message>
            <source>{count} convolutions of 3 × 3: one output sees {fields} numbers, level by level down to the input</source>
            <translation>{count} 个 3 × 3 卷积：一个输出逐层往下直到输入，依次看到 {fields} 个数</translation>
        </message>
        <message>
            <source>{count} param.</source>
            <translation>{count} 个参数</translation>
        </message>
        <message>
            <source>{count} × ({kernel})</source>
            <translation>{count} × ({kernel})</translation>
        </message>
        <message>
            <source>{difference}: {fields}</source>
            <translation>{difference}：{fields}</translation>
        </message>
        <message>
            <source>{figure} all {count} together</source>
            <translation>{count} 个合计 {figure}</translation>
        </message>
        <message>
            <source>{figure} each, {everything}</source>
            <translation>每个 {figure}，{everything}</translation>
        </message>
        <message>
            <source>{figure}, the same in all {count}</source>
            <translation>{figure}，{count} 次调用共用</translation>
        </message>
        <message>
            <source>{kernel} each</source>
            <translation>每个通道 {kernel}</translation>
        </message>
        <message>
            <source>{kernel} each, then 1 × 1</source>
            <translation>每个通道 {kernel}，再 1 × 1</translation>
        </message>
        <message>
            <source>{macs} MACs, {share} of the network</source>
            <translation>{macs} 次乘加运算，占网络的 {share}</translation>
        </message>
        <message>
            <source>{network}: class</source>
            <translation>{network}：类</translation>
        </message>
        <message>
            <source>{network}: layer</source>
            <translation>{network}：层</translation>
        </message>
        <message>
            <source>{network}: output</source>
            <translation>{network}：输出</translation>
        </message>
        <message>
            <source>{network}: own parameters</source>
            <translation>{network}：自身参数</translation>
        </message>
        <message>
            <source>{parts} = {total} channels</source>
            <translation>{parts} = {total} 个通道</translation>
        </message>
        <message>
            <source>{step} every {every}</source>
            <translation>每 {every} 个移 {step}</translation>
        </message>
        <message>
            <source>{times} times as many parameters: {memory} of weights in this one layer.</source>
            <translation>参数是原来的 {times} 倍：单这一层的权重就占 {memory}。</translation>
        </message>
        <message>
            <source>{title}, {year}, {size} parameters</source>
            <translation>{title}，{year} 年，{size} 个参数</translation>
        </message>
        <message>
            <source>{title}: {top1} top-1, {gmacs}, {params} parameters, {size} × {size} input</source>
            <translation>{title}：top-1 准确率 {top1}，{gmacs}，{params} 个参数，输入 {size} × {size}</translation>
        </message>
        <message>
            <source>× n: all n together</source>
            <translation>× n：n 个合计</translation>
        </message>
    </context>
    <context>
        <name>names</name>
        <message>
            <source>Of epoch {epoch}, the best on the training set.</source>
            <translation>第 {epoch} 个轮次的权重，在训练集上最好。</translation>
        </message>
        <message>
            <source>Of epoch {epoch}, the one with the least training loss.</source>
            <translation>第 {epoch} 个轮次的权重，训练损失最小。</translation>
        </message>
        <message>
            <source>Reads {accuracy} of {set}.</source>
            <translation>准确率 {accuracy}（{set}）。</translation>
        </message>
        <message>
            <source>Reads {accuracy} of {set}. Epoch {epoch} was chosen as the best on these very pictures: others it will read a little worse.</source>
            <translation>准确率 {accuracy}（{set}）。第 {epoch} 个轮次正是按这些图像选出的最好的一个，识别其他图像会稍差一些。</translation>
        </message>
        <message>
            <source>best</source>
            <translation>最佳</translation>
        </message>
        <message>
            <source>built in</source>
            <translation>内置</translation>
        </message>
        <message>
            <source>cannot be read</source>
            <translation>无法读取</translation>
        </message>
        <message>
            <source>edited</source>
            <translation>已修改</translation>
        </message>
        <message>
            <source>edited, {name}</source>
            <translation>已修改，{name}</translation>
        </message>
        <message>
            <source>final</source>
            <translation>最终</translation>
        </message>
        <message>
            <source>from {name}</source>
            <translation>来自 {name}</translation>
        </message>
        <message>
            <source>its test set</source>
            <translation>它自己的测试集</translation>
        </message>
        <message>
            <source>latest</source>
            <translation>最新</translation>
        </message>
        <message>
            <source>my handwriting, {name}</source>
            <translation>我的笔迹，{name}</translation>
        </message>
        <message>
            <source>not there</source>
            <translation>不存在</translation>
        </message>
        <message>
            <source>random weights, Gaussian 0.01, seed {seed}</source>
            <translation>随机权重，高斯分布 0.01，随机种子 {seed}</translation>
        </message>
        <message>
            <source>random weights, seed {seed}</source>
            <translation>随机权重，随机种子 {seed}</translation>
        </message>
        <message>
            <source>run {time}</source>
            <translation>训练任务 {time}</translation>
        </message>
        <message>
            <source>step {step}</source>
            <translation>第 {step} 步</translation>
        </message>
        <message>
            <source>the {dataset} test set</source>
            <translation>{dataset} 测试集</translation>
        </message>
        <message>
            <source>{accuracy} of the test set</source>
            <translation>测试准确率 {accuracy}</translation>
        </message>
    </context>
    <context>
        <name>number_field</name>
        <message>
            <source>A number is needed; it is still {value}.</source>
            <translation>这里需要一个数；目前仍是 {value}。</translation>
        </message>
        <message>
            <source>A whole number is needed; it is still {value}.</source>
            <translation>这里需要一个整数；目前仍是 {value}。</translation>
        </message>
        <message>
            <source>Type one such as {number} or 1e-3.</source>
            <translation>请输入例如 {number} 或 1e-3 这样的数。</translation>
        </message>
        <message>
            <source>{typed} does not lie between {low} and {high}; it is still {value}.</source>
            <translation>{typed} 不在 {low} 与 {high} 之间；目前仍是 {value}。</translation>
        </message>
        <message>
            <source>“{typed}” is no number; it is still {value}.</source>
            <translation>“{typed}”不是数；目前仍是 {value}。</translation>
        </message>
        <message>
            <source>“{typed}” is no whole number; it is still {value}.</source>
            <translation>“{typed}”不是整数；目前仍是 {value}。</translation>
        </message>
    </context>
    <context>
        <name>percentages</name>
        <message>
            <source>softmax of the logits</source>
            <translation>对数几率的 softmax</translation>
        </message>
        <message>
            <source>softmax of the logits / {temperature}</source>
            <translation>对数几率 / {temperature} 的 softmax</translation>
        </message>
    </context>
    <context>
        <name>pictures</name>
        <message>
            <source>Drawn by CNN Studio</source>
            <translation>由 CNN Studio 绘制</translation>
        </message>
        <message>
            <source>The copied picture could not be read. Save it to a file and open that.</source>
            <translation>无法读取复制的图片。请将它保存为文件，然后打开该文件。</translation>
        </message>
        <message>
            <source>The copied picture is far too large. Scale it down to 2,000 × 2,000 pixels and try again.</source>
            <translation>复制的图片太大。请缩小到 2,000 × 2,000 像素，然后重试。</translation>
        </message>
        <message>
            <source>The picture could not be made: the memory does not suffice. Close other programs.</source>
            <translation>无法生成图片：内存不足。请关闭其他程序。</translation>
        </message>
    </context>
    <context>
        <name>playground</name>
        <message>
            <source>0, 1, 2, ...</source>
            <translation>0, 1, 2, …</translation>
        </message>
        <message>
            <source>1×1: the same linear layer over the channels at every pixel.</source>
            <translation>1 × 1：在每个像素处，用同一个线性层混合各个通道。</translation>
        </message>
        <message>
            <source>3 × 3 three times</source>
            <translation>三个 3 × 3</translation>
        </message>
        <message>
            <source>3 × 3 twice</source>
            <translation>两个 3 × 3</translation>
        </message>
        <message>
            <source>Average pooling</source>
            <translation>平均池化</translation>
        </message>
        <message>
            <source>Box blur</source>
            <translation>方框模糊</translation>
        </message>
        <message>
            <source>By hand</source>
            <translation>自定义</translation>
        </message>
        <message>
            <source>By hand or picture</source>
            <translation>自定义或图片</translation>
        </message>
        <message>
            <source>Checkerboard</source>
            <translation>棋盘格</translation>
        </message>
        <message>
            <source>Circular</source>
            <translation>循环</translation>
        </message>
        <message>
            <source>ConvNet</source>
            <translation>ConvNet</translation>
        </message>
        <message>
            <source>Convolution</source>
            <translation>卷积</translation>
        </message>
        <message>
            <source>Convolution (kernel flipped)</source>
            <translation>卷积（翻转卷积核）</translation>
        </message>
        <message>
            <source>Cross-correlation</source>
            <translation>互相关</translation>
        </message>
        <message>
            <source>Depthwise: every channel has a filter of its own.</source>
            <translation>逐通道：每个通道都有自己的卷积核。</translation>
        </message>
        <message>
            <source>Disc</source>
            <translation>圆盘</translation>
        </message>
        <message>
            <source>Edge</source>
            <translation>边缘</translation>
        </message>
        <message>
            <source>Emboss</source>
            <translation>浮雕</translation>
        </message>
        <message>
            <source>Gaussian blur</source>
            <translation>高斯模糊</translation>
        </message>
        <message>
            <source>Identity</source>
            <translation>恒等</translation>
        </message>
        <message>
            <source>Laplacian</source>
            <translation>拉普拉斯</translation>
        </message>
        <message>
            <source>LeNet-5</source>
            <translation>LeNet-5</translation>
        </message>
        <message>
            <source>MACs</source>
            <translation>乘加运算</translation>
        </message>
        <message>
            <source>Max-pooling</source>
            <translation>最大池化</translation>
        </message>
        <message>
            <source>Output size</source>
            <translation>输出大小</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>Pooling</source>
            <translation>池化</translation>
        </message>
        <message>
            <source>Ramp across</source>
            <translation>横向渐变</translation>
        </message>
        <message>
            <source>Ramp down</source>
            <translation>纵向渐变</translation>
        </message>
        <message>
            <source>Random</source>
            <translation>随机</translation>
        </message>
        <message>
            <source>Receptive field</source>
            <translation>感受野</translation>
        </message>
        <message>
            <source>Reflection</source>
            <translation>镜像</translation>
        </message>
        <message>
            <source>Replication</source>
            <translation>重复边缘</translation>
        </message>
        <message>
            <source>Seven, drawn</source>
            <translation>手绘的 7</translation>
        </message>
        <message>
            <source>Shape</source>
            <translation>形状</translation>
        </message>
        <message>
            <source>Sharpen</source>
            <translation>锐化</translation>
        </message>
        <message>
            <source>Single one</source>
            <translation>单个 1</translation>
        </message>
        <message>
            <source>Sobel, across</source>
            <translation>Sobel（横向）</translation>
        </message>
        <message>
            <source>Sobel, down</source>
            <translation>Sobel（纵向）</translation>
        </message>
        <message>
            <source>The last window ends at the edge: the floor cuts nothing.</source>
            <translation>最后一个窗口正好停在边缘：向下取整没有舍去什么。</translation>
        </message>
        <message>
            <source>The window spans the whole input: global, one number a channel.</source>
            <translation>窗口盖住整个输入：全局运算，每个通道得到一个数。</translation>
        </message>
        <message>
            <source>This cell</source>
            <translation>这一格</translation>
        </message>
        <message>
            <source>Transposed convolution</source>
            <translation>转置卷积</translation>
        </message>
        <message>
            <source>VGG's first block</source>
            <translation>VGG 的第一个块</translation>
        </message>
        <message>
            <source>Zeros</source>
            <translation>补零</translation>
        </message>
        <message>
            <source>avg</source>
            <translation>平均</translation>
        </message>
        <message>
            <source>p = k − 1 and n divisible by s: the size is n / s.</source>
            <translation>p = k − 1，且 n 能被 s 整除：大小为 n / s。</translation>
        </message>
        <message>
            <source>p = k − 1: the size is ⌊(n + s − 1) / s⌋.</source>
            <translation>p = k − 1：大小为 ⌊(n + s − 1) / s⌋。</translation>
        </message>
        <message>
            <source>“Same” padding: p = k − 1, half on each side, so the size stays.</source>
            <translation>“Same”填充：p = k − 1，两侧各一半，大小保持不变。</translation>
        </message>
    </context>
    <context>
        <name>rooms</name>
        <message>
            <source>Draw</source>
            <translation>手写</translation>
        </message>
        <message>
            <source>Draw a digit and see every layer's activations.</source>
            <translation>画一个数字，查看每一层的激活值。</translation>
        </message>
        <message>
            <source>Learn</source>
            <translation>学习</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Playground</source>
            <translation>实验台</translation>
        </message>
        <message>
            <source>Slide a kernel over a picture by hand and see every product and every sum.</source>
            <translation>动手把卷积核滑过图像，查看每个乘积与每个和。</translation>
        </message>
        <message>
            <source>Take a network apart: its diagram, its layers, its numbers, each in its formula.</source>
            <translation>把网络拆开来看：结构图、各层和各个数，每个数都代入公式。</translation>
        </message>
        <message>
            <source>The guided text, from one pixel to a trained network, beside the rooms it speaks of.</source>
            <translation>循序渐进的课文，从一个像素讲到训练好的网络，旁边就是它讲到的页面。</translation>
        </message>
        <message>
            <source>Train</source>
            <translation>训练</translation>
        </message>
        <message>
            <source>Train a network on handwritten digits and watch its loss fall.</source>
            <translation>用手写数字训练网络，看着损失下降。</translation>
        </message>
    </context>
    <context>
        <name>safe_start</name>
        <message>
            <source>The program could not be started anew. Start it yourself.</source>
            <translation>程序无法重新启动。请自行启动。</translation>
        </message>
    </context>
    <context>
        <name>settings</name>
        <message>
            <source>The settings in {file} are of a later version of CNN Studio. Update the program; until then the defaults hold, nothing is remembered, and the file stays as it is.</source>
            <translation>{file} 中的设置来自更高版本的 CNN Studio。请更新程序；在此之前使用默认设置，不记录任何改动，该文件保持原样。</translation>
        </message>
        <message>
            <source>The settings were damaged and are kept as {file}; the defaults hold.</source>
            <translation>设置已损坏，保留为 {file}；现在使用默认设置。</translation>
        </message>
    </context>
</TS>
