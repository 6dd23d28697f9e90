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
            <translation>{name} 已写入</translation>
        </message>
    </context>
    <context>
        <name>AskBox</name>
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
            <source>That is not it. Try again, or play it.</source>
            <translation>不对。请再试一次，或者动手试试。</translation>
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
            <translation type="unfinished" />
        </message>
        <message>
            <source>, channel {number}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>, padded {rows} × {cols}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>, read backwards</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>, {count} channels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>1, input</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Filter</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Input</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Kernel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Output</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Per channel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The window operation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>negative</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>positive</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{count} partial sums</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{size}, switched off</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>CardView</name>
        <message>
            <source>In this program</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Key ideas</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This version and the paper</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What it changed</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>CataloguePanel</name>
        <message>
            <source>Networks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Order of the networks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Search networks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Search networks by name, family or year</source>
            <translation type="unfinished" />
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
            <source>Channel {number} of {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Input cell</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Output at row {row}, column {col}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Padding cell</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Point at any cell to see what it is tied to; click to pin.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The kernel is read backwards: its last weight meets the first cell of the window.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The output cell taken apart</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The same linear map at every pixel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weight ({row}, {col}) touches {n} cell of the input.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weight ({row}, {col}) touches {n} cells of the input.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} ({row}, {col}) reaches {n} output cell.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} ({row}, {col}) reaches {n} output cells.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} ({row}, {col}): no window reads it.</source>
            <translation type="unfinished" />
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
            <translation type="unfinished" />
        </message>
        <message>
            <source>Start training</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Train a network</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ChooseTab</name>
        <message>
            <source> M param.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>. It is simple, fast and understood everywhere.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&lt;b&gt;None of them.&lt;/b&gt; No published network keeps all of these limits; allow more MACs or parameters, or ask for less accuracy.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&lt;b&gt;Take {link}&lt;/b&gt;, {reason}: {figures}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A bubble's area is its network's parameters; nothing beats those on the dashed line.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Accuracy above all</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Least accuracy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Most multiply-accumulates</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Most parameters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>On a laptop</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>On a phone</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Published accuracy and cost</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>To learn or to build on</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>With a graphics card</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>any cost</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>any size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>any top-1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the cheapest that reaches {least} %</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the most accurate within these limits</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>CompareTab</name>
        <message>
            <source>Activations</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Both get the input that is chosen at the left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Compare with</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Layers of both networks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>MACs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only differences</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Parameters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Same input</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>between the layers: {functions}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} changed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} layer the same</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} layers the same</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} only at the left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} only at the right</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{why} Shown below is still {left} beside {right}.</source>
            <translation type="unfinished" />
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
            <translation>1 或 2：在 CPU 上，每个小批量的两半并行计算后相加。你自己的类始终为 1</translation>
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
            <source>Fast</source>
            <translation>快速</translation>
        </message>
        <message>
            <source>Follow the schedule again</source>
            <translation>恢复按调度变化</translation>
        </message>
        <message>
            <source>Gaussian 0.01</source>
            <translation>高斯 0.01</translation>
        </message>
        <message>
            <source>Gradient parts</source>
            <translation>梯度分块</translation>
        </message>
        <message>
            <source>Handwriting</source>
            <translation>手写</translation>
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
            <translation>学习率在训练任务中如何变化</translation>
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
            <translation>学习率从零上升所占的步数比例；0 = 关闭</translation>
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
            <source>Tutorial</source>
            <translation>课程</translation>
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
            <translation>在哪里计算网络</translation>
        </message>
    </context>
    <context>
        <name>ConfusionMatrix</name>
        <message>
            <source>After the first epoch on test pictures you see here which classes are taken for which.</source>
            <translation>在测试图像上测量过第一个轮次之后，这里会显示哪些类别被认成了哪些类别。</translation>
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
            <translation type="unfinished" />
        </message>
        <message>
            <source>As much as keeps the size at stride 1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Bias</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Bias of the filter in front</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Channels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Dilation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Dilation across</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Dilation down</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Draw other random numbers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Figure {number}: {title}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Figures</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Filters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Groups</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Input</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Input channels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Input columns</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Input preset</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Input rows</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Kernel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Kernel columns</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Kernel preset</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Kernel rows</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>MNIST digit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mouse, finger or pen draw. By keyboard: arrows move the pen (Shift: further), Space puts it down or lifts it. Keys 0 to 9 keep the drawing in your handwriting.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No padding on any side</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>None</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open a picture; or drop or paste one</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open a weights file…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open weights…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Operation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Output channels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Padding</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Padding at the bottom</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Padding at the left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Padding at the right</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Padding at the top</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pen</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Picture...</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>PyTorch pads this operation its own way: pooling ignores the border's values, a transposed convolution crops its output.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Read with</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Same</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sheet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Steps</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stride</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stride across</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stride down</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The tutorial's six figures, one click each. Then change anything.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Type into the input's cells, paint on them, or open a picture.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Type into the kernel's cells, or drag them up and down.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weights of this network that were trained here or elsewhere (.safetensors, .pt, .pth)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What fills the padding</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Width</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>adding the bias</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>changing the bias</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>choosing a random kernel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>choosing the kernel {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>choosing the operation {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>choosing the padding {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>drawing other random numbers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>filling the input with {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>input</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>leaving out the bias</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>padding to the same size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>removing the padding</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>setting up figure {number}</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>CostsLine</name>
        <message>
            <source> + {n} bias</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source> + {n} biases</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>, {n} multiply‑add</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>, {n} multiply‑adds</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Dilation spreads the kernel: {spans}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Hatched, read by no window: {parts}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Hatched: padding crops these cells from the output.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No weights to learn: pooling only summarises its window.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not all maps are connected: of these the layer has {weights} weights, {macs} multiply-adds.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The weights of a map's window are one number, its coefficient: the layer has {count} weights.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>column</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>columns</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>fully connected: {letters} = {inside} {equals} {weights}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>row</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>rows</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the last {name} (the next window would start in the padding)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the last {name}, cut by the floor (a step of {stride} would overrun)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{letters} = {inside} = {n} weight</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{letters} = {inside} = {n} weights</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} between the taps of the dilated kernel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} that steps and dilation jump over</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} the steps jump over</source>
            <translation type="unfinished" />
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
            <translation>图片 (PNG)…</translation>
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
            <translation>表格 (CSV)…</translation>
        </message>
    </context>
    <context>
        <name>CurvesView</name>
        <message>
            <source>Accuracy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Accuracy on the digits kept in My handwriting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Accuracy on the test pictures, never trained on</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Accuracy on the training pictures after each epoch</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Correct (%)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cross-entropy (nats)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Epoch</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Learning rate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Loss</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>My handwriting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Rate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Smoothed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Step</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Test</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The learning rate of every step</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The loss of every step</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The mean loss of about the last 20 steps</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Train</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Training curves</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>guessing: 1 in {classes} {equals} {share} %</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>guessing: ln {classes} ≈ {loss}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>x: {axis}</source>
            <translation type="unfinished" />
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
            <translation>将下载一次（{size} MB）</translation>
        </message>
    </context>
    <context>
        <name>DetailPane</name>
        <message>
            <source>Adds its inputs number by number. In a residual block one of them is the block's own input, so that the layers between only learn what has to change.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>An output may depend on the whole input; on which part of it is not known.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Built alike</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Called {count} times.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Channels × rows × columns of the picture.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Every output depends on the same {rows} × {columns} pixels of the input.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Every output depends on the whole input.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>If it were fully connected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Input</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Made of</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Multiplies its inputs number by number.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Multiply-accumulates (MACs)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not counted: {operators}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>One output depends on {size} input pixels, its neighbour (dashed) on as many, {step} px further.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open in the playground</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Output</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Output size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Parameters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Puts its inputs one behind the other along the channels; rows and columns stay as they are.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Receptive field</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show in the diagram</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show the whole network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Shown as one, × {count}; the figures here are of all calls.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Takes part in training only; its MACs are not counted.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That is more than the picture: at its edge it takes in padding.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The layer with its own weights and its own input, to be changed by hand</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The output in the middle depends on {size} input pixels; neighbours are about {step} px apart, unevenly.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The output in the middle depends on {size} input pixels; the receptive fields move {step} px every {every} outputs.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no output.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Was not called for this input.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What the network gives: one number for each class, the logits.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>and {count} more</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>called by {path}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{blocks} are shown as one, × {count}; the figures here are of {path} alone.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{count} for one pass; outputs take {memory}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{count} of them are fixed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{count} with everything inside, {share} of the network.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{count}, </source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{count}; {size} in float32.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{share} of the network.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{share} of the network; its output takes {memory}.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>DiagramTab</name>
        <message>
            <source>Close all blocks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Colour</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Colour the diagram by</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Larger (+)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open all blocks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Save as PNG…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Save as SVG…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Save the diagram</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show the whole (0)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Smaller (−)</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>DiagramView</name>
        <message>
            <source>Close the block</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagram of the network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open in the playground</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open the block</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>DrawPage</name>
        <message>
            <source>The first weights come with the run.</source>
            <translation>首批权重随训练任务产生。</translation>
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
            <source>{n} position</source>
            <translation>{n} 个位置</translation>
        </message>
        <message>
            <source>{n} positions</source>
            <translation>{n} 个位置</translation>
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
            <source>The animation {name} is still being written. Stop it? No file is left then.</source>
            <translation>动画 {name} 仍在写入。要停止吗？停止后不留下文件。</translation>
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
            <translation>在“{room}”中显示</translation>
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
            <translation>把重心放在 28 × 28 的正中。关闭时：放在边框的正中。</translation>
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
            <source>Output size: {formula}</source>
            <translation type="unfinished" />
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
            <translation type="unfinished" />
        </message>
        <message>
            <source>changing a cell</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>changing a weight</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>row {row}, column {col}: {value}</source>
            <translation type="unfinished" />
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
            <translation>画板空着，没有预测。</translation>
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
            <translation>第二猜测：{name}，{share}</translation>
        </message>
        <message>
            <source>The network gives numbers that are not finite. Choose other weights, or train it anew.</source>
            <translation>网络给出的数不是有限的。请选择其他权重，或者重新训练。</translation>
        </message>
        <message>
            <source>The prediction comes in a moment.</source>
            <translation>预测马上就来。</translation>
        </message>
        <message>
            <source>{count} classes are close together, first {first} ({share}).</source>
            <translation>{count} 个类别相差很小，第一位是 {first}（{share}）。</translation>
        </message>
        <message>
            <source>{first} or {last}</source>
            <translation>{first} 或 {last}</translation>
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
        <message>
            <source>{n} digit is in {folder}</source>
            <translation>{folder} 中有 {n} 个数字</translation>
        </message>
        <message>
            <source>{n} digits are in {folder}</source>
            <translation>{folder} 中有 {n} 个数字</translation>
        </message>
    </context>
    <context>
        <name>HandwritingView</name>
        <message>
            <source> and {n} more</source>
            <translation>，另有 {n} 个</translation>
        </message>
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
            <source>Fine-tune for my handwriting (from {n} digits)</source>
            <translation>为我的笔迹微调（至少 {n} 个数字）</translation>
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
            <source>Left out, because they cannot be read: {names}{more}.</source>
            <translation>以下文件无法读取，未采用：{names}{more}。</translation>
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
            <translation>同时复习 {base}</translation>
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
            <translation>网络训练时，它在这些数字上的准确率在“训练”页面单独成一条曲线：我的笔迹。</translation>
        </message>
        <message>
            <source>Without rehearsal the network forgets more of what it knew.</source>
            <translation>不复习时，网络会忘掉更多学过的东西。</translation>
        </message>
        <message>
            <source>Your handwriting: {own_before} → {own_after} ({tested}). {base}: {base_before} → {base_after}: {forgotten} points {word}.</source>
            <translation>你的笔迹：{own_before} → {own_after}（{tested}）。{base}：{base_before} → {base_after}，{word} {forgotten} 个百分点。</translation>
        </message>
        <message>
            <source>Your own digits</source>
            <translation>你自己的数字</translation>
        </message>
        <message>
            <source>forgotten</source>
            <translation>忘掉</translation>
        </message>
        <message>
            <source>gained</source>
            <translation>提高</translation>
        </message>
        <message>
            <source>on the one digit it was taught</source>
            <translation>在教过的那一个数字上</translation>
        </message>
        <message>
            <source>on the {n} digits it was taught</source>
            <translation>在教过的 {n} 个数字上</translation>
        </message>
        <message>
            <source>on {n} digit it was not taught</source>
            <translation>在没有教过的 {n} 个数字上</translation>
        </message>
        <message>
            <source>on {n} digits it was not taught</source>
            <translation>在没有教过的 {n} 个数字上</translation>
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
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open a picture…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open the Train room with this network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Several outputs: {outputs}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Train it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What the network sees in a photograph</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{macs} MACs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{network} (shown before)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{params} parameters · {macs} · {memory} of activations</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>HelpPage</name>
        <message>
            <source>CNN Studio {version}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy versions</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Data</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Errors</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>File</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Help</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Licence</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Licences of the libraries…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>MIT. Icons: Lucide (ISC).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Made with</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Runs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Settings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Take convolutional networks apart, slide a kernel by hand, train on handwritten digits, draw one and see every layer's activations. Every number is the number PyTorch gives.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>View</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Where things are kept</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>not installed</source>
            <translation type="unfinished" />
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
            <translation type="unfinished" />
        </message>
        <message>
            <source>A 1 × 1 convolution in front of the large one reduces the channels, {n} time here, at {link}: both cost {spent}, the large one alone would cost {direct}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A 1 × 1 convolution in front of the large one reduces the channels, {n} times here, most at {link}, shown: together they cost {spent}, the large ones alone would cost {direct}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A way around the block</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Branches side by side</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Channels in and out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Each channel by itself, then all together</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Each time rows and columns are halved and the channels doubled, the numbers are halved, and a 3 × 3 convolution costs the same as before.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Every head does that with weights of its own.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Every position looks at the others</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Everything so far, kept</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Halve the size, double the channels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>MACs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not so from {places}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Small kernels, stacked</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That is done {sets} times side by side: heads, and windows where it has any.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The first {count}:</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Thin out before the large kernel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This network has none of the ideas that are told here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>block</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>channels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>layers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>numbers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>saves</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} attention, in {link}: {queries} positions, each weighs {keys}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} attentions; in the first, shown, in {link}, each of {queries} positions weighs {keys}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} block adds what came in to what it computes, at {link}: its gradient has a short way.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} blocks add what came in to what they compute, the first, shown, at {link}: gradients have a short way.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} dense block, {link}: {layers} layers add {growth} channels each, from {start} to {end}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} dense blocks; in the first, shown, {link}, {layers} layers add {growth} channels each, from {start} to {end}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} depthwise convolution with a 1 × 1, at {link}: {spent} instead of {direct}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} depthwise convolutions with a 1 × 1, the first, shown, at {link}; together they cost {spent} instead of {direct}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} of them go around through a 1 × 1 convolution, which fits size or channels.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} of them goes around through a 1 × 1 convolution, which fits size or channels.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} place joins the channels of {parts} branches: {link}, {size}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} place puts what came in beside what was computed from it, at {link}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} places join the channels of branches; the first, shown, {link}, {parts} of them to {size}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} places put what came in beside what was computed from it, the first at {link}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} run of 3 × 3 convolutions here, from {link}: {channels} channels.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} runs of 3 × 3 convolutions here; shown is the one from {link}: {channels} channels.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>InputForm</name>
        <message>
            <source>As it was made</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Back to the input and classes the network was made for</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Batch</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Channels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Columns</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Rows</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Rows, columns</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>InsideView</name>
        <message>
            <source>All feature maps appear here once {network} is loaded.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All feature maps of what is drawn are on their way.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Draw a digit, and all feature maps appear here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Every layer's activation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Layers without negative numbers are grey: black is 0, white the largest.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>negative</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>positive</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>Inspector</name>
        <message>
            <source>About the layer, the network, the ideas, a picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>After epoch {epoch}: {wrong} of {total} test pictures are read wrongly.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Card</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Confusion</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ideas</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Layer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mistakes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Runs</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>Intermediates</name>
        <message>
            <source>What each map below contributes</source>
            <translation>下层每张图的贡献</translation>
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
            <translation>{what}：正在等待{until}</translation>
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
            <translation>上一次改动仍在进行。请稍后再试。</translation>
        </message>
        <message>
            <source>{network} edited</source>
            <translation>{network} 改动版</translation>
        </message>
    </context>
    <context>
        <name>KernelSection</name>
        <message>
            <source>All kernels of map {out}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Change the kernel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Exchange left and right</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Exchange top and bottom</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Factor</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Kernel of map {out} for input {source}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Multiply every weight by the factor</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Replace by...</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Replace the kernel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scale</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Set every weight to zero</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Which kernels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>mirroring a kernel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>replacing a kernel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>scaling a kernel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>setting a kernel to zero</source>
            <translation type="unfinished" />
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
            <translation>校准：用一个数，即温度，去除所有对数几率。它是在训练之后，用训练没有用过的图像选定的，使标为 90 % 的预测十次中有九次正确。</translation>
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
            <translation>在实验台上打开 {layer}：使用它自己的权重和输入，可以手动更改</translation>
        </message>
    </context>
    <context>
        <name>LayerRow</name>
        <message>
            <source>Dilation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Kernel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Kind of layer {number}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Move layer {n} down</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Move layer {n} up</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Output channels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Padding</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove layer {n}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stride</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{title} of layer {number}</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>LayerSteps</name>
        <message>
            <source>Layer of the network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The layer after</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The layer before</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{layer}, call {number}</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>LayersTab</name>
        <message>
            <source>Columns</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Every layer that computes, in one list to be sorted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Exactly what PyTorch prints</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Layers inside layers, equal blocks under one row</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Layers of the network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open in the playground</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Search layers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Search layers by name, class or setting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share of the MACs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share of the parameters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show in the diagram</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Table</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The network as PyTorch prints it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Tree</source>
            <translation type="unfinished" />
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
            <translation>已保存为 {name}；撤销可找回改动。</translation>
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
            <source>Sources</source>
            <translation>来源</translation>
        </message>
        <message>
            <source>about {n} minute</source>
            <translation>约 {n} 分钟</translation>
        </message>
        <message>
            <source>about {n} minutes</source>
            <translation>约 {n} 分钟</translation>
        </message>
    </context>
    <context>
        <name>LessonsPage</name>
        <message>
            <source>Choose a lesson</source>
            <translation>选择一课</translation>
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
            <source>Read in</source>
            <translation>阅读语言</translation>
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
            <translation type="unfinished" />
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
            <source>Stop and close</source>
            <translation>停止并关闭</translation>
        </message>
    </context>
    <context>
        <name>MapModel</name>
        <message>
            <source>, off</source>
            <translation>，已关闭</translation>
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
            <translation>下层的图 ∗ 卷积核 = 贡献，以及它在此处的数。点击一行可查看各个乘积。</translation>
        </message>
        <message>
            <source>Open in the playground</source>
            <translation>在实验台上打开</translation>
        </message>
        <message>
            <source>This layer's own weights and input, to be changed by hand</source>
            <translation>这一层自己的权重和输入，可以手动更改</translation>
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
            <translation>关闭的图对后面的层给出零</translation>
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
            <translation>图 {number} 已打开</translation>
        </message>
        <message>
            <source>Output map</source>
            <translation>输出图</translation>
        </message>
        <message>
            <source>Output map in front</source>
            <translation>最前面的输出图</translation>
        </message>
        <message>
            <source>Output maps</source>
            <translation>输出图</translation>
        </message>
    </context>
    <context>
        <name>Minimap</name>
        <message>
            <source>Overview of the diagram</source>
            <translation type="unfinished" />
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
            <translation>在“绘制”中识别</translation>
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
            <translation type="unfinished" />
        </message>
        <message>
            <source>{network} for {input}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{network} has no block called {path}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{network} has no layer called {path}.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ModelsPage</name>
        <message>
            <source>Analysing {network} …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open a picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pictures ({patterns})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Saved {path}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Trying {network} …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{network} takes no colour pictures. Choose one that does, such as ResNet-18.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{why} Shown below is still {network}.</source>
            <translation type="unfinished" />
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
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>NetworkInputView</name>
        <message>
            <source>What the network sees of the rectangle</source>
            <translation type="unfinished" />
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
            <translation type="unfinished" />
        </message>
        <message>
            <source>CNN Studio crashed the last time. What was saved is here; a report says where it happened.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CNN Studio crashed twice while it started, so it started with the default settings.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CNN Studio did not end by itself the last time: it was killed, or the computer went off. What was saved is here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Close this window and start with the default settings; yours are kept in a file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Close this window and start with them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy report</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Safe start</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show in folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Started with the default settings.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The report is on the clipboard.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Yours are kept in {files}.</source>
            <translation type="unfinished" />
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
            <translation>在“{room}”中打开</translation>
        </message>
    </context>
    <context>
        <name>OpenWeights</name>
        <message>
            <source>0 to 1, as this program trains</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&lt;b&gt;It does not fit {network}.&lt;/b&gt; Choose the network that it was trained for.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&lt;b&gt;This file is a pickle,&lt;/b&gt; a small program that rebuilds what was saved. It is read in a process of its own that takes tensors alone and runs nothing that the file asks for. Even so, open only a file from a source that you trust.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All {n} tensors fit {network}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cancel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How the pictures were scaled that the weights were trained on; with another one they read nonsense</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>ImageNet's 1,000, by name</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>ImageNet's mean and deviation of each colour</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Input scaling</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its one tensor fits {network}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keeping them in the library…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Leave out what the network does not have</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Looking which network it fits…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>MNIST's mean 0.1307 and deviation 0.3081</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Missing in the file ({count})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Names of the classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Network that the weights go into</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not in the network ({count})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Numbers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Of another shape ({count})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open the pickle</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open weights</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Opened {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reading…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scaling of the pictures that the weights want</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Tensors that do not fit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file is read</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weights (*.safetensors *.pt *.pth *.bin *.ckpt);;All files (*)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>and {count} more</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>−1 to 1, as Google's Inception networks</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>OpenedPanel</name>
        <message>
            <source>Close layer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Free copy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Layer {path}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No picture that fits it is there: another stands in. Draw or open one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No picture that fits it is there: another stands in. Open one in Models.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Take a free copy: the numbers that are shown, free to be changed in size, too</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The network's own input. Pooling has no weights that could be changed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The network's own weights: click one and type, and the whole network predicts anew.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{rows} × {cols} window, {ins} → {outs} channels, {height} × {width} → {down} × {across}</source>
            <translation type="unfinished" />
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
            <translation>关闭图 {number}</translation>
        </message>
        <message>
            <source>switching map {number} on</source>
            <translation>打开图 {number}</translation>
        </message>
    </context>
    <context>
        <name>OwnNetwork</name>
        <message>
            <source>&lt;b&gt;This runs the code in {name} on your computer,&lt;/b&gt; with all your rights. Open only a file that you wrote or trust. {before} Network:</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A network in a Python file (.py)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A network in a Python file (.py), or one saved with torch.export (.pt2) or as ONNX (.onnx)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cancel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It has changed since you opened it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Network in the file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Networks (*.py *.pt2 *.onnx);;Python files (*.py);;Exported networks (*.pt2 *.onnx)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open your own network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open your own network…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Python files (*.py)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Run it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>such as 10</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} has no class that derives from torch.nn.Module, and nothing that builds a network. Choose another file.</source>
            <translation type="unfinished" />
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
            <translation>或者拖入一张数字图片</translation>
        </message>
    </context>
    <context>
        <name>PictureInput</name>
        <message>
            <source>Loading a digit...</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open a picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Opening {name}...</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pictures ({patterns});;All files (*)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The pasted picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no picture on the clipboard. Copy one, or open a file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>opening a picture</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>PicturePane</name>
        <message>
            <source>&lt;b&gt;The weights are random,&lt;/b&gt; so the network knows nothing of pictures and its prediction would mean nothing. Open weights that were trained on such pictures.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Every layer can be opened on this picture: choose one in the diagram or the table.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Looking at it…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open a photograph: it is scaled, its middle of {rows} × {columns} pixels is cut out, and the network says what it sees.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open a picture…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open weights…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What the network sees in it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>class {number}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name}, as the network gets it: {size}</source>
            <translation type="unfinished" />
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
            <translation type="unfinished" />
        </message>
        <message>
            <source>taking a free copy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} input channel is not in the copy: its output lacks what that adds.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} input channels are not in the copy: its output lacks what they add.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>PlaygroundPage</name>
        <message>
            <source>Computing the picture...</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>showing the operation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>showing the receptive field</source>
            <translation type="unfinished" />
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
            <translation>单击：把它给网络看。双击：放到“绘制”的画板上。</translation>
        </message>
        <message>
            <source>Drawing the built-in digits · {share}</source>
            <translation>正在绘制内置数字 · {share}</translation>
        </message>
        <message>
            <source>Measuring on the first {first} pictures of {set}: {count} so far</source>
            <translation>正在{set}的前 {first} 幅图像上测量：已完成 {count} 幅</translation>
        </message>
        <message>
            <source>Measuring on the {n} picture of {set}: {count} so far</source>
            <translation>正在{set}的 {n} 幅图像上测量：已完成 {count} 幅</translation>
        </message>
        <message>
            <source>Measuring on the {n} pictures of {set}: {count} so far</source>
            <translation>正在{set}的 {n} 幅图像上测量：已完成 {count} 幅</translation>
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
            <source>of {set}, {n} picture</source>
            <translation>{set}的 {n} 幅图像</translation>
        </message>
        <message>
            <source>of {set}, {n} pictures</source>
            <translation>{set}的 {n} 幅图像</translation>
        </message>
        <message>
            <source>the test set of {dataset}</source>
            <translation>{dataset} 的测试集</translation>
        </message>
        <message>
            <source>the {dataset} test set</source>
            <translation>{dataset} 测试集</translation>
        </message>
        <message>
            <source>{n} changed: show it</source>
            <translation>{n} 幅有变：查看</translation>
        </message>
        <message>
            <source>{n} changed: show them</source>
            <translation>{n} 幅有变：查看</translation>
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
单击可查看哪些墨迹支持它，哪些反对它。</translation>
        </message>
    </context>
    <context>
        <name>ProductView</name>
        <message>
            <source>Channel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Column</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy the arithmetic</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Product</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Row</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Value</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weight</source>
            <translation type="unfinished" />
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
        <name>PruningSection</name>
        <message>
            <source>Network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share of the network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share of this layer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Smallest weights set to zero</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This layer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weights that were typed keep their values.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>less than 0.1 %</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{zero} of {total} weights of the network are zero, {share}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{zero} of {total} weights of this layer are zero, {share}</source>
            <translation type="unfinished" />
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
            <translation>这些训练任务在程序结束时仍在等待；它们都不会自动开始</translation>
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
            <translation>{network}，{dataset}</translation>
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
            <translation>识别得怎样尚不清楚。</translation>
        </message>
        <message>
            <source>Its weights were changed by hand: it reads {after} {of_set} now, {before} before.</source>
            <translation>权重手动改过：现在认对{of_set}中的 {after}，之前是 {before}。</translation>
        </message>
        <message>
            <source>Its weights were changed by hand; the playground measures what that is worth.</source>
            <translation>权重手动改过；效果如何，可以在实验台上测量。</translation>
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
            <translation>在实验台上打开手动改过的层</translation>
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
            <translation>无法打开“{room}”</translation>
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
            <translation>从停止的地方继续这个训练任务</translation>
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
            <translation>测试集上 {accuracy}</translation>
        </message>
        <message>
            <source>{accuracy} of the test set they were chosen on</source>
            <translation>在据以选出它的测试集上 {accuracy}</translation>
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
            <translation>正在绘制内置数字</translation>
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
            <translation>{steps} 步没有进展：损失是 {loss}，而在 {classes} 个类别中瞎猜就有 {chance}。换一个学习率，或改用 PyTorch 自带的初始权重，也许有帮助。</translation>
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
            <translation>{figures} · 还需 {left}</translation>
        </message>
        <message>
            <source>{network} on {dataset}: {n} picture, {device}</source>
            <translation>{network}，{dataset}：{n} 幅图像，{device}</translation>
        </message>
        <message>
            <source>{network} on {dataset}: {n} pictures, {device}</source>
            <translation>{network}，{dataset}：{n} 幅图像，{device}</translation>
        </message>
        <message>
            <source>{speed} images/s</source>
            <translation>{speed} 幅图像/s</translation>
        </message>
    </context>
    <context>
        <name>RunsModel</name>
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
            <translation>来自更新的版本</translation>
        </message>
        <message>
            <source>running</source>
            <translation>正在运行</translation>
        </message>
        <message>
            <source>stopped</source>
            <translation>已停止</translation>
        </message>
        <message>
            <source>{done}/{n} epoch</source>
            <translation>{done}/{n} 个轮次</translation>
        </message>
        <message>
            <source>{done}/{n} epochs</source>
            <translation>{done}/{n} 个轮次</translation>
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
            <translation>保存画的内容</translation>
        </message>
        <message>
            <source>Saved as {file}</source>
            <translation>已保存为 {file}</translation>
        </message>
        <message>
            <source>The drawing is on the clipboard.</source>
            <translation>画的内容已复制到剪贴板。</translation>
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
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add pool</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>By hand</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Channels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Input side</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Layers, top first</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stack</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stack preset</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>adding a layer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>changing layer {number}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>changing the input channels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>changing the input side</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>choosing the stack {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>moving a layer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>removing a layer</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>StackTable</name>
        <message>
            <source>, {times} times as many.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>: {count} of {whole} cells are really there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>: {n} cell.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>: {n} cells.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&lt;b&gt;See {size} × {size} together: {n} parameter.&lt;/b&gt;</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&lt;b&gt;See {size} × {size} together: {n} parameters.&lt;/b&gt;</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&lt;b&gt;{name}, unit ({row}, {col})&lt;/b&gt;</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A cell of the input: it depends on itself alone.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add convolutions to compare their weights with those of a single layer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Field</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Filled: cells that take part. Dashed and hatched: the field reaches past the border, into padding.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Level</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Offset</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>One {size} × {size} convolution sees as much with {n} parameter</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>One {size} × {size} convolution sees as much with {n} parameters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stride</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weights</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>cells</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>depends on rows {top} to {bottom}, columns {left} to {right} of the input</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>StackView</name>
        <message>
            <source>Conv</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Input</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pool</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The stack of feature maps</source>
            <translation type="unfinished" />
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
            <translation>每一笔支持什么</translation>
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
            <source>Copied {n} line</source>
            <translation>已复制 {n} 行</translation>
        </message>
        <message>
            <source>Copied {n} lines</source>
            <translation>已复制 {n} 行</translation>
        </message>
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
            <translation type="unfinished" />
        </message>
        <message>
            <source>Compare</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagram</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Layers</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>Timeline</name>
        <message>
            <source>One position back (,)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>One position on (.)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pause (Space)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Position of the window</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Positions a second</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Slide the window (Space)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Speed, positions a second</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>To the first position (Home)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>To the last position (End)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{speed} / s</source>
            <translation type="unfinished" />
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
            <source>The run {names} is not there any more.</source>
            <translation>训练任务 {names} 已不存在。</translation>
        </message>
        <message>
            <source>These {n} runs are not there any more: {names}.</source>
            <translation>这 {n} 个训练任务已不存在：{names}。</translation>
        </message>
        <message>
            <source>What waits for its turn is offered again the next time.</source>
            <translation>排队的任务下次会再次提供。</translation>
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
            <translation type="unfinished" />
        </message>
        <message>
            <source>Point at a unit to see its arithmetic; click to open its map. Click a layer's name to change its weights.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This map is</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This unit is</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>column</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>columns</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>its input</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>map</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>maps</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>padding: {value}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>row</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>rows</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the same number: {value}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{kind} over {below}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{kind} over {below}: no number lands here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{kind} over {below}: {places}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{kind} over {n} value of {below}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{kind} over {n} values of {below}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{what} switched off by hand: it gives 0, whatever comes in.</source>
            <translation type="unfinished" />
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
            <translation type="unfinished" />
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
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keep</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keep as new weights: a file in the library that says what it came from</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Name of the new weights</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Put all back</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Put back</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The layer's weights as they were before the first edit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The network's weights as they were before the first edit</source>
            <translation type="unfinished" />
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
            <translation>画一个数字：墨迹会按照它使一个类别相对于另一个类别增加多少来着色。</translation>
        </message>
        <message>
            <source>Gradients, integrated</source>
            <translation>积分梯度</translation>
        </message>
        <message>
            <source>Integrated gradients: what the ink adds to the lead that blank paper gives. The rest is what the strokes do not cover and what a sum of steps leaves of the integral: under a hundredth, as a rule.</source>
            <translation>积分梯度：在白纸已有的领先之上，墨迹又增加了多少。余项是各笔没有覆盖的部分，以及用有限步求和代替积分的误差：通常不到百分之一。</translation>
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
            <translation>对这幅画或更淡的墨迹，网络给出的数不是有限的：无法说明哪一部分增加了什么。请选择其他权重，或者还原改动。</translation>
        </message>
        <message>
            <source>The score (logit) of {first} is {margin} above that of {second}: {first} leads.</source>
            <translation>{first} 的对数几率比 {second} 高 {margin}：{first} 领先。</translation>
        </message>
        <message>
            <source>The score (logit) of {first} is {margin} below that of {second}: {second} leads.</source>
            <translation>{first} 的对数几率比 {second} 低 {margin}：{second} 领先。</translation>
        </message>
        <message>
            <source>The scores (logits) of {first} and {second} are the same: neither leads.</source>
            <translation>{first} 与 {second} 的对数几率相同：不分先后。</translation>
        </message>
        <message>
            <source>Together</source>
            <translation>合计</translation>
        </message>
        <message>
            <source>What the ink adds is being computed.</source>
            <translation>正在计算墨迹增加了什么。</translation>
        </message>
        <message>
            <source>Which ink argues for what</source>
            <translation>哪些墨迹支持什么</translation>
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
            <translation>第一猜测</translation>
        </message>
        <message>
            <source>for {name}</source>
            <translation>支持 {name}</translation>
        </message>
        <message>
            <source>second guess</source>
            <translation>第二猜测</translation>
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
            <translation>回到先前所看的(&amp;B)</translation>
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
            <translation>控制面板(&amp;C)</translation>
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
            <translation>绘制(&amp;D)</translation>
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
            <source>&amp;Fit</source>
            <translation>适合窗口(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Forward again</source>
            <translation>再次前进(&amp;F)</translation>
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
            <translation>打开你自己的网络(&amp;O)…</translation>
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
            <source>&amp;Redo</source>
            <translation>重做(&amp;R)</translation>
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
            <translation>走一步(&amp;T)</translation>
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
            <source>S&amp;witch light and dark</source>
            <translation>切换浅色和深色(&amp;W)</translation>
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
            <translation type="unfinished" />
        </message>
        <message>
            <source>All channels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Channel {number}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No input cell lands here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>max of {count} values</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>sum {total} / {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} other channel: {value}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} other channels: {value}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Σ channel {number}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Σ {n} product</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Σ {n} products</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>… {count} more = {rest}</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>core</name>
        <message>
            <source> ({reason})</source>
            <translation>（{reason}）</translation>
        </message>
        <message>
            <source>1 × 1 convolution</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A bias was counted for each input channel: it belongs to the output channels.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A bias was counted for each output channel, and none counts here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A block of {tensor} has {size} numbers; give as many.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A border of zeros lets the window start outside: the output grows to 4 × 4, and every input cell is now seen by as many windows as the middle one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A cell holds a number; infinity and NaN cannot be computed with. Type a finite number.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A condition cannot go on with {rest}. Compare a fact there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A condition has {longest} characters at most. Write it shorter.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A condition is nested too deeply. Write it flatter.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A convolution needs o and k, a pooling k alone, flatten neither. Write it so.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A convolution of {k} × {k}, {i} channels in and {o} out, in {groups} groups, over {n} × {n} with {each_side} zeros on each side and a stride of {s}. How many multiply-accumulates does one picture take?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A convolution of {k} × {k}, {i} channels in and {o} out, in {groups} groups, with a bias. How many parameters does it have?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A convolution of {k} × {k}, {i} channels in and {o} out, in {groups} groups, without a bias. How many parameters does it have?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A convolution of {k} × {k}, {i} channels in and {o} out, over {n} × {n} with {each_side} zeros on each side and a stride of {s}. How many multiply-accumulates does one picture take?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A convolution of {k} × {k}, {i} channels in and {o} out, with a bias. How many parameters does it have?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A convolution of {k} × {k}, {i} channels in and {o} out, without a bias. How many parameters does it have?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A diagram has {most:,} open blocks at most.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A figure has no caption. Write behind it what to notice.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A formula begins here with $$ and does not end. Add $$ behind it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A formula cannot use {found}. Write it with the commands that README.md names.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A formula does not end {opened}. Add \end.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A formula ends {found}, which it has not begun. Mend it there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A formula has no {found}. There are {known}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A formula has not one \right for each \left. Add what is missing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A formula has {longest:,} characters at most. Split it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A formula is empty. Write it, or take it away.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A fully connected layer of {i} inputs and {o} outputs, with a bias. How many parameters does it have?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A fully connected layer of {i} inputs and {o} outputs, without a bias. How many parameters does it have?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A heading begins with ## and a space; the lesson's own title stands in lesson.toml.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A heading is plain words. Take the other signs out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A kernel made by hand cannot be made again by name. Choose another preset.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A layer is k, [k, s] or [k, s, d], from 1 to {most_taps} each; {value} is not.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A layer's maps are counted from 0.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A layer's own stride was counted for its own kernel: it widens only the layers behind it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A lesson names no folders and no runs. Take them out of the state.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A lesson opens initial and shipped weights alone. Name one of those.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A lesson opens networks of the catalogue alone. Name one of those.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A limit of the choice is {value}; it lies between 0 and {most:g}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A link holds {longest:,} characters at most, and this one has {count:,}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A link of the program begins with {scheme}; this one does not. Copy it again from its source.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A list holds whole numbers. Write them so.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A network needs between 1 and {largest:,} classes, not {classes:,}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A new run needs a configuration.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A number becomes too large. Take smaller ones.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A number has {longest} characters at most here. Type a shorter one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A number is divided by 0. Divide by another one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A picture has rows and columns, or channels, rows and columns. Choose another picture.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A picture holds a number that is not finite. Choose another picture.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A picture is a new sheet: nothing was drawn before it. Open another drawing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A picture is shown by figure, not opened. Write ::: figure in front of it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A picture on the pad</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A picture on the pad is damaged. Open another drawing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A picture's numbers are damaged. Choose another picture.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A picture's numbers do not fill its sizes. Choose another picture.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A place in a tensor is counted from 0; one of these is no such number.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A pooling is asked without dilation here. Leave d out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A power goes from 0 to {longest_power} here. Type another number.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A power goes from 0 to {longest_power}. Take another one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A receptive field is asked of 1 to {most_layers} layers. Name so many.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A resumed run cannot change its {name} ({own}); start a new run instead.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A resumed run keeps its recipe: leave out --recipe.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A row of {n} numbers, padded by {each_side} on each side, max-pooling with a window of {k} and a stride of {s}. How many numbers come out?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A row of {n} numbers, {each_side} zeros added on each side, a kernel of {k} and a stride of {s}. How many numbers come out?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A row of {n} numbers, {each_side} zeros added on each side, a kernel of {k} whose weights stand {d} apart, and a stride of {s}. How many numbers come out?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A run has no setting called {names}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A run has no step {which}; steps count from 0.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A run is laid over the curves twice. Copy the link again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A run's settings are named values; these are not.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A scaling divides by deviations greater than 0.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A scaling has as many means as deviations, at least one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A search has {most} characters at most.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A section begins here without a heading, or with one that line {line} of {file} does not have. Give both the same.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A seed is 0 or more and fits 63 bits; {seed} is not.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A source has no work. Write work = "author: title, year".</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A stack goes up to {max_layers} layers here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A stack goes up to {most} layers here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A stroke</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A stroke lies where no pen can draw. Open another drawing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A transposed convolution adds fewer cells than its stride or dilation.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A weight has to be a finite number that float32 can hold. Choose another one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A whole number of at least 1 is needed here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A whole number of at least {lowest} is needed here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A window over {extent} cells does not fit into {n}. Make it smaller.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A window over {extent} cells does not fit into {padded}. Take a smaller one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A window would see nothing but padding.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>An accuracy lies between 0 and 1.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>An argument has no name. Write name=value.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>An empty text names no file or folder. Give a path, or leave the option out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>An exercise has no question. Write question = "output_size(28, 5)".</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>An input has three sizes: channels, rows, columns; these are {count}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>An input made by hand cannot be made again by name. Choose another preset.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Another window is writing your progress. Try again in a moment.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>At most {most_shown} channels of a layer are shown at once. Name fewer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Averaging</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Batch size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Batch size (batch_size) {batch_size} is larger than the training set of {size} pictures; choose {size} or less.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Batch size (batch_size) {batch_size} leaves some of {world} processes without a picture; choose {world} or more, or start fewer processes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Behind the end of a formula stands something. Put it on a line of its own.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Behind {word} stands nothing. Write what is meant.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cells go up to {max_value:,.0f} either way. Type a smaller number.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cells go up to {most:,} either way here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose 1 or 2.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose a shorter one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose another folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose another name.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose one of {names}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose {choices}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Classes are counted from 0. Copy the link again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy or download the file again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Correct it or choose another file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cropping more would leave nothing of the {full} output cells.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cross-correlation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Data set</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Data set (dataset): {dataset} is neither one of {names} nor a folder that exists.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Device</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Device (device): {device} is not a device; choose auto, cpu, cuda, cuda:N or mps.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Did you mean {names}?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Did you mean {name}?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Each channel meets its own slice of the kernel; the two results are added: 19 + 37 = 56. Channels go in apart and come out as one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Epochs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Every name begins with {taken} in the file; that was taken off.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Every output pixel mixes the three channels of the one pixel below it: the same linear layer at every place, with 3·2 weights and no look at the neighbours.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Every process takes a GPU of its own; choose the device cuda instead of {device}, and the GPUs by CUDA_VISIBLE_DEVICES.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Every product was counted with its addition as two: a multiply-accumulate is both together.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Free some space and try again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Gradient parts</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Groups share the channels evenly, and a fully connected layer has none. Take others.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Groups share the channels evenly. Take a number that divides both.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Groups share the input channels, and there is only one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Groups share the {channels} input channels evenly: use {counts}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>HTML is no part of a lesson. Write plain text.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>HTML is no part of a lesson. Write plain text; for the sign itself write \&lt;.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Half of the kernel was taken off: the row loses one place less than the kernel is wide.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Here begins {called} with {sign} that does not end. Add {close}, or write \{first}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Here ends a computed number with } that has not begun. Add {, or write \}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Here is {called} with nothing in it. Write it, or take it away.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Here stands {instead}, and in line {line} of {file} {words}. Give both the same.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Initial weights</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Initial weights lie in no file. Choose weights that were kept.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It cannot be read: {what}. Mend it there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It cannot be trained here; choose {trainable}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It could not be read: {error}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It has more than {most_lines:,} lines. Split the lesson.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It has no network class.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It has {names}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It has {sections} sections, and {file} has {wanted}. Give both the same.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It has {size:,.1f} MB, and at most {most:,.0f} MB are read. Make it smaller.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It is a link that leads out of the lesson's folder. Put the file itself there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It is damaged inside the zip. Zip the folder again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It is not text in UTF-8. Save it so.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It must be 0 or more and fit 63 bits.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It must be 0 or more.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It must be 1 or more, and at most a million.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It must be a finite number.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It must be a network.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It must be a number greater than 0.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It must be a text.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It must be a whole number.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It must be at least 0 and less than 1.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It must be true or false.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It must lie between 0 and 0.9.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It must lie between 0 and 14 pixels.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It must lie between 0 and 180 degrees.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Label smoothing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Layer {number}: its padded input would have {padded:,} cells a side, too many to draw.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Layer {number}: its window spans {extent} cells and what is below has only {padded}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Layer {number}: pooling pads at most half of its kernel of {kernel}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Layer {number}: {name} goes from {lowest} to {highest} here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Layer {number}: {name} is {lowest} or more.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Layers one behind the other, the first one first, each with its kernel, its stride behind a stroke and its dilation in brackets where they are not 1: {layers}. How wide is the receptive field of one unit of the last?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Learning rate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Links and pictures are steps of their own. Write ::: open TARGET or ::: figure TARGET on a line.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Log every</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Maps, rows and columns are counted from 0. Copy the link again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Max-pooling</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Measure test</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Measure train</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Momentum</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Names of an older version (norm.1) were changed to those of today (norm1).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nesterov</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nesterov needs a momentum greater than 0; set one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Network (network): {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No Wayland display answers at WAYLAND_DISPLAY={name}{why}. Set it to one that is there. {what_else}</source>
            <translation>WAYLAND_DISPLAY={name} 处没有 Wayland 显示服务应答{why}。请把它设为存在的显示服务。{what_else}</translation>
        </message>
        <message>
            <source>No X server answers at DISPLAY={name}{why}. Set DISPLAY to one that is there. {what_else}</source>
            <translation>DISPLAY={name} 处没有 X 服务器应答{why}。请把 DISPLAY 设为存在的服务器。{what_else}</translation>
        </message>
        <message>
            <source>No digit stands out in the picture. Use dark ink on light paper, or the other way round.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No weights called {weights} come with the program. Choose one of {names}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No weights: each window gives its largest value. Move a bright cell by one and the output often stays the same.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing can be so many per cent of 0. Take another number.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing is divided by 0. Type another number.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>One bias was counted for the whole layer: each output channel has its own.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>One of the {world} processes that train this network was lost</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>One of the {world} processes that train this network was lost ({cause})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only a transposed convolution adds cells to its output.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only numbers are added, multiplied and divided. Take a number instead.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only one place was counted: the kernel is used anew at every cell of the output.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only one row of the output was counted: it has rows and columns.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only pooling lets windows hang over, adapts them, or divides.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only the first input channel was used: the results of all channels are added.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only the first layer was looked at: the next ones put several of its windows together.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only the last layer was looked at: what it reads has read further itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open a PNG, JPEG, GIF, BMP, TIFF or WebP file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Opening {file} runs its code on this computer. Agree to that first, and only if you trust it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Optimiser</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Padding</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pooling has no weights to change.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pooling pads at most half of its kernel of {k}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pooling pads at most half of its kernel of {k}. Take less padding.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pooling treats every channel by itself already.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>PyTorch's average pooling has no dilation.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>PyTorch's pooling has no other padding than its own.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>PyTorch's transposed convolution has no other padding than its own.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Python could not be started once more on this computer. Start the program again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>QT_QPA_PLATFORM=offscreen runs without a display; cnnstudio train works on the command line.</source>
            <translation>设置 QT_QPA_PLATFORM=offscreen 可以在没有显示器时运行；cnnstudio train 可在命令行使用。</translation>
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
            <source>Recipe</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reflection cannot reach past the far edge: at most {n} here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Repeatable</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Resume the run, which writes it anew, or delete the run.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Rotation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Row and column of the cell were exchanged.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Rows and columns of the kernel were exchanged.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Say which class of {name} is the network, as in {text}:Net.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scaling</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Schedule</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Seed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Several processes cannot train on {device} with this PyTorch; add --device cpu, or start one process, without torchrun.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Shift</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Start the run again, or delete it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Steps of 3 down and 2 across skip stops: the same padded input gives only 2 × 2. The hatched column is left out: no window starts late enough to reach it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stride</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The Draw room's state</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The Playground's state</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The Train room's state</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The arguments of {class_name} need a name each. Open the file again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The average was taken: this pooling takes the largest cell.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The bias was forgotten.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The braces of a formula do not close, or lie too deep in one another. Count them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The built-in digits are used because MNIST is not at hand. {error}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The cells of the input were counted: the kernel is used once for every cell of the output.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The cells under the window were added without their weights.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The cells were added and not divided by how many they are.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The channels were added: pooling treats each channel by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The channels were forgotten: a flattened row holds the cells of all of them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The channels were merged into one: pooling treats each channel by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The channels were multiplied: the results of all input channels are added into each output.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The channels were taken as they are: a convolution has as many as it has kernels.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The condition is met before anything was done. Open another state, or wait for something else.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The condition {text} has {there} where {wanted} should stand. Mend it there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The device {device} stopped responding. Restart the program and resume the run, or use the CPU.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The digits in {parent} were kept by a later version of CNN Studio. Update the program to see them; nothing in the folder was changed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The dilation was forgotten: the taps stand apart, so the window spans more cells.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The disk of the run's folder has no file locks, so another computer or program could train this run at the same time without being noticed; see that none does.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The division was rounded up: a last window that would hang over the end is left out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The downloaded files of {dataset} have vanished from {place}. Download them again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The edits</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The edits change a place of {tensor} that there is not.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The edits change one place of {tensor} twice.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The edits change place {place:,} of {name}, which has {count:,} numbers.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file calculates with a number that is too large.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file calculates {target} with what is no number.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file counts further than can be shown. Open the Python file instead.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file cuts a tensor into more pieces than any network does.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file cuts a tensor into more than {most:,} pieces.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file enlarges a picture by numbers that are not in it. Open the Python file instead.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file gives a graph inside its graph something other than tensors, which cannot be shown.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file gives something else as {name} than the operator takes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file gives {row} an argument {argument} that it does not take.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file gives {row} other weights than it takes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file gives {row} {given} arguments; it takes {taken}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file goes through more positions of a tensor than any network has.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file has a constant that is not read here. Export the network again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file has a layer for more than three dimensions. Open the Python file instead.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file has a list of {count:,} names.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file has a list of {count:,} numbers, more than any network needs.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file has a tensor of {count} dimensions whose sizes cannot be.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file has graphs inside graphs more deeply than can be shown.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file has modules inside modules more deeply than can be shown.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file has more entries than any network's. Export the network again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file has more modules inside modules than can be shown.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file has something else where a number belongs.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file has something else where a short text belongs.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file has something else where a whole number of 64 bits belongs.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file has something else where true or false belongs.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file has tensors of the type {number}, which cannot be shown here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file has texts among its constants, which are not read. Open the Python file instead.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file has {count:,} modules, too many to show.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file is not there. Put it into the folder, or mend its name.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file joins {count:,} tensors at once, more than any network does.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file leaves out a value that an operator needs. Export the network again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file makes a tensor of {count:,} numbers, more than any network's.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file makes a tensor of {count} dimensions, more than any network's.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file repeats a recurrent layer more often than any network does.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file repeats {row} more often than any network does.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file takes differences of differences more often than any network does.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file turns over what is no matrix by {row}, which cannot be shown here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file uses an argument of the kind {kind}, which cannot be shown here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file uses the operation {target}, which cannot be shown here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file uses the operation {target}, which this PyTorch does not have.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file uses the operation {target}, {refused}; such a network cannot be shown here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file uses {row} on a tensor without numbers, which cannot be shown here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file uses {row} on complex numbers of 16 bits, which cannot be shown here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file uses {row} on no tensor, which cannot be shown here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file's network can only be analysed, not run.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file's numbers are damaged. Open another file, or save the state again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The first of the {world} processes that train this network was lost. Start them again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The first of the {world} processes that train this network was lost; {go_on}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The first window was not counted: after it come as many as there are steps, so 1 is added.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The folder holds more than {max_files} files. Keep a lesson in a folder of its own.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The folder of a run has to be absolute; {path} is not.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The folder of a run has to be absolute; {resume} is not.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The folder {folder} already holds a run; resume it, or choose another folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The folder {folder} could not be read: {reason}. Check that you may open it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The folder {folder} does not exist. Choose a folder with MNIST's four files.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The folder {folder} holds no MNIST files. Choose the folder with train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz (or unpacked).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The folder {folder} lacks the {names} file. Put it beside the others.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The functions of a network are counted from 0.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The graph in {label} has {count:,} operations, too many to show.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The graph in {label} is too large to show.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The graph in {name} cannot be read: {error}. Export the network again with torch.export.save.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The graph in {name} does not fit into this computer's memory.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The groups were forgotten: an output channel reads the input channels of its own group alone.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The input channels were forgotten: each output channel has a kernel for every one of them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The input has from 1 to {most} channels here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The input has one channel or more.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The input's numbers do not fill the input's size. Open another file, or start anew.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The input's side goes from 1 to {max_input:,} here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The input's side goes from 1 to {most} here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The kernel was flipped: here it lies on the input as it is drawn.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The kernel was taken off at both ends: the window hangs over at one end only.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The kernel's numbers do not fill the kernel's size. Open another file, or start anew.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The kernel's side was taken for its area: a kernel of k × k has k times k weights.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The kernels were added: two windows overlap, so each layer adds k - 1.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The kernels were multiplied: only what stands apart multiplies, and that is the stride.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The language file {file} is damaged. Install the program again, or choose another language.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The largest cell was taken: this pooling takes the average.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The last layer tells {other:,} classes apart; {network} is made with as many.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The layer {layer} has {channels_out} output channels. Choose one of them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The layer {layer} is not called for this picture. Open another layer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The layer {path} gives no maps that could be switched off.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The layer {path} has no output of its own. Take another one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The layer {path} has no square receptive field. Take another one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The layer {path} has no weights of its own, so its maps cannot be off in kept weights. Switch them on again first, or switch off those of the convolution before it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The layer {path} has {count} maps, and the edits switch off number {number}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The layer {path} of {title} cannot be opened. Open a convolution or a pooling.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The layer {path} shares its weights with another layer, so its maps cannot be off in kept weights. Switch them on again first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The layer {scope} has no weights that could be set to zero.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The line has more than {longest_line:,} characters. Break it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The link is damaged: it holds something that is no name=value. Copy it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The link names a room {room}, which there is not. Copy it again from its source.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The link names {key} twice. Copy it again from its source.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The link says something of {unknown}, which there is not. Copy it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The link says {name} is {wanted}, and the room then says {place}. Copy it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The link speaks of {name}, which there is not. Copy it again from its source.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The loss is no longer a finite number: the training has diverged. Choose a smaller learning rate, a warm-up, or the default initialisation; the weights from before are kept.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The memory of {device} ran out. Choose a smaller batch size, close other programs, or train on another device.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The network has no layer {layer}. Open one of its own layers.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The network has {outputs:,} outputs, and there are {count:,} names.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The network in {file} cannot be copied: {sentence_of}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The network in {label} takes {count} inputs; only networks that take one batch of pictures (N, C, H, W) can be shown.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The network makes sizes of numbers that only its weights or a picture give. Open the Python file instead.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The network needs more memory than it may take here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The network of the link</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The network {name} cannot be built with these options: {error}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The network's file {path} is not there. Put it back, or choose another network.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The network's file {path} lacks its SHA-256. Open the file again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The number is too large. Type a smaller one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The options of {name} name one of them twice. Leave one out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The output channels were forgotten: each has kernels of its own.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The output of {size} cells has no cell that could be taken apart in channel {channel}, row {row}, column {col}. Copy the link again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The padding was counted on one side only: it stands before the first cell and behind the last.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The padding was counted twice: each side has it once.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The padding was forgotten: the window also starts on the zeros around the input.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The path of a network's file has to be absolute; {path} is not.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The path of weights has to be absolute; {path} is not.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The pen is from {least} to {most} wide; {pen} is not.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The picture is far too long and narrow. Cut out the part that you mean.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The playground does not know the arithmetic of {layer} ({kind}). Open a convolution, a pooling or a linear layer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The playground stops at {most:,} here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The points of a stroke are damaged. Open another drawing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The progress is damaged: it does not say of which version it is. Open another file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The progress is damaged: something was done less than never. Open another file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The progress is of a later version of CNN Studio. Update the program to open it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The receptive field becomes too large to be drawn. Take smaller layers.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The room {room} has no states that a link could name. Copy the link again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The run folder (run_dir) {path} cannot be written: {reason}. Choose another folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The run folder (run_dir) {path} has {free} MB of free space, and this run needs {needed} MB. Free some, or choose another folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The run in {path} has just been trained by another window or program. Resume it again from where it stands now.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The run in {path} is being trained by another window or program. Stop it there, or wait until it has ended.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The run {folder} has no {name}. Choose other weights.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The run {folder} is not there any more. Choose other weights.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The run {run} could not be brought back from {target}: {reason}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The run {run} could not be deleted: {reason}. Close what uses its folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The share of weights to be set to zero lies between 0 and 1.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The sides were added: a flattened row holds rows times columns cells.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The size was taken as it is: that needs a padding of half the kernel on each side.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The sizes of an input and the number of classes lie between 1 and {largest:,}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The slip {name} gives the right result here. Take other numbers, or leave it out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The slip {name} gives what {other} gives here. Take other numbers, or leave it out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The state of {room} has no place {path}. Take one that a link names.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The stride was forgotten: the window does not stop at every place.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The stride was multiplied: wider steps make fewer stops, so it divides.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The strides were forgotten: behind a stride, one step is several cells of the input.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The system library {library} is missing. Install it: sudo apt install {package}</source>
            <translation>缺少系统库 {library}。请安装：sudo apt install {package}</translation>
        </message>
        <message>
            <source>The text is empty. Write a paragraph.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The value {rest} cannot be read. Write it as JSON.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The weights</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The weights of the link</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The weights of this kernel are one number in the network. Scale it, or type another one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The weights stand under {place} in the file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The window slides over the input; at each stop the overlapping cells are multiplied and summed: 0·0 + 1·1 + 3·2 + 4·3 = 19. Four stops fit, so 3 × 3 shrinks to 2 × 2.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The window was put on the input without its padding: with padding it starts outside.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The window was put where the cell's number says: with a stride it starts that many times further.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The window was taken to span dilation times kernel: between k taps there are k - 1 gaps.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The window would span {extent} cells and the padded input has only {padded}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The workspace</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The workspace is damaged: it does not say of which version it is.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The workspace is of a later version of CNN Studio. Update the program to open it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The zeros of the padding were not counted: PyTorch divides by all cells of the window.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The zip holds more than {files:,} files or {size} MB. Zip the lesson's folder alone.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The zip holds {filename}, which is a link. Zip the file itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The zip holds {name} twice. Zip the folder again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The zip holds {name}, a path that could lead out. Zip the folder again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The zip's file {filename} is encrypted. Zip it without a password.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The {what} for {language} is no text. Write one in quotes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The {what} is given for {language}, and there is no such text.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The {what} is missing for {language}. Add {language} = "...".</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The {what} is not given by language. Write en = "..." below it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There are {count} digits of your handwriting; keep at least {fewest} before fine-tuning.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There are {here} processes on this computer and {device_count} GPU(s); start as many processes as there are GPUs, or add --device cpu.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no X server to open the window on: DISPLAY is not set. {what_else}</source>
            <translation>没有可以打开窗口的 X 服务器：DISPLAY 未设置。{what_else}</translation>
        </message>
        <message>
            <source>There is no checkpoint in {parent}; choose the folder of a run that was stopped.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no data set called {name}. {hint}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no display to open the window on. Set QT_QPA_PLATFORM=offscreen to run it without one, or train from the command line: cnnstudio train</source>
            <translation>没有可以打开窗口的显示器。设置 QT_QPA_PLATFORM=offscreen 可以在没有显示器时运行，也可以在命令行训练：cnnstudio train</translation>
        </message>
        <message>
            <source>There is no fact {name}. There are {known}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no function {name}. There are {known}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no language {code}. Choose {codes}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no lesson {name}. Choose another.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no network called {name}. {hint}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no question {kind}. There are {known}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no question {name}. There are {known}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no recipe called {name}. {hint}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no room {room} whose state can be opened. Copy the link again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no room {room}. Copy the link again from its source.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no run in {path}; choose another folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no slip {name}. There are {known}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no step {word}. There are {steps}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no text. Write one into text.en.md.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no {front}. Write one with order, minutes and title.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is not one bias an output channel. Open another file, or start anew.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is nothing to export yet: draw digits and keep them first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>These two maps are not connected: there is no weight here to change.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>These weights belong to another network than {kind}; choose the network they were trained with.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>These weights do not fit {network}: its layers have other names or sizes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>These weights want pictures of {wanted} channels, and these have {given}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This PyTorch cannot train in several processes; start one process, without torchrun.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This checkpoint belongs to the network {own}, not to {other}; resume it with {own}, or start a new run.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This file was saved by a later version of CNN Studio. Update the program to open it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This is a layer of a network: its sizes are its own. Take a free copy to change them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This is a layer of {network}: its sizes and its input are its own. Take a free copy to change them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This is no layer that could be opened: it has no path, or counts from below 0.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This is no progress of CNN Studio. Open another file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This is no workspace of CNN Studio.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This is not a playground file. Open one that the playground has saved.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This kernel needs at least {size} weights. Enlarge the kernel.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This layer has no bias.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This machine has no device {name}; choose {names}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This network computes layers again for their gradients (torch.utils.checkpoint) and draws random numbers in them, which cannot be repeated. Call its random layers outside of it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This picture has colours, and the pad holds ink. Open it in Models.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This playground file is damaged: {what}. Open another one, or save the state again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This run is already in epoch {epoch}; set as many epochs or more.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This run is finished after {epoch} epochs; set more epochs to go on.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This run was trained on {dataset} ({train_size} pictures), not on {data} ({size} pictures); resume it with the same data set.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This state needs a link of {count:,} characters, and a link holds {longest:,} at most. Save it as a file instead.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Training stopped on an error: {first}. Change the settings, or resume from the last checkpoint.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Two input channels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Type cnnstudio networks for the list.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Up to {max_cells:,} input values can be computed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Up to {max_cells:,} output values can be computed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Use auto, {names} or a folder of idx files.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Warm-up</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weight decay</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weights go up to {max_value:,.0f} either way. Choose a smaller factor.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What is shipped belongs to a network of the catalogue.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What stands in the output in channel {channel}, row {row}, column {col}? All are counted from 0.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What the studio is about</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What was chosen</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Wrapping goes around once at most: {n} here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a closing bracket</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a computed number</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a dictionary with nothing in it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a dictionary with {keys}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a file stands where a folder should be</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a finite number</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a formula</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a key stands twice</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a list</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <source>a list of {n} values</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message>
            <source>a number is too large</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a path</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a term</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a text</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a value</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a value is of the wrong kind</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a value: a number, a text in quotes, a list, true, false or null</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a whole number</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a whole number is missing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>an accuracy is not between 0 and 1.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>and, or, or the end</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>batch</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>best weights; they come with its first epoch</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>channels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>dilation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>epoch</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>exercise</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>fails</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>final weights; it has not come to its end</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>gets {shape}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>go on from the last checkpoint with: {command}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>it cannot be read ({kind})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>it claims {count} training pictures.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>it has a tensor {name}, which no checkpoint has.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>it has a tensor {name}, which {network} has not.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>it holds too many values</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>it is a folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>it is cut off, changed, or no file of the program at all.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>it is far too large</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>it is nested too deeply</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>it is no checkpoint that this version reads.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>it is not text in UTF-8</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>it is not whole JSON ({why} in line {line})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>it stands at batch {batch} of {most}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>it stands in epoch {epoch} of {most}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>its best epoch is none of its epochs.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>its end</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>its learning rate is not greater than 0.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>its list of checksums is none</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>its losses are missing or not one number a batch.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>its losses are not finite.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>its network is another than its settings'.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>its schema is no number that the program has used.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>kernel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>labels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>layer {path} ({kind})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>layer {path}, {called}, gets {gets}: {what}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>layer {path}, {called}: {what}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>missing: {names}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>named values</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>no reason given.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>not known: {names}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>nothing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>of another shape: {names}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>of the kind {kind}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>one number</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>one {kind}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>padding</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>pictures</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>place of a source</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>receptive_field takes layers alone: k, [k, s] or [k, s, d] each. Write it so.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>shape_after knows {known}, not {layer}. Take one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>slips is no list of names. Write slips = ["one_side"].</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>started is no date.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>state is none that a run can have.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>step</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>stride</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the disk is full</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the name is too long</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the name of a fact</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the network itself</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the place can only be read</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the system does not permit it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the tensor {name} is missing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the tensor {name} is {found} instead of {wanted}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the time it took is none that a run can take.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>there is no ink in it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>title</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>torchvision publishes no accuracy of {network}. Take another network.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>true or false</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>was made for another size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>was made for {count:,} numbers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>weights of step {step:,}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>weights yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>what it says of itself</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>what it says of itself is not as it was written</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{asked} did not finish within {seconds:g} seconds. Does it wait for something, or repeat something without end?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{asked} ended its own process, perhaps for want of memory. Try a smaller input, or run the file by itself to see why.</source>
            <translation type="unfinished" />
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
            <source>{class_name} in {file} is no torch.nn.Module. Derive it from nn.Module.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{class_name} is not the name of a class. Choose one of those in the file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{c} × {h} × {w} goes through a convolution of {k} × {k} with {o} output channels, {each_side} zeros on each side and a stride of {s}. What shape comes out?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{c} × {h} × {w} goes through a max-pooling of {k} × {k}, padding {each_side} on each side, stride {s}. What shape comes out?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{c} × {h} × {w} goes through an average pooling of {k} × {k}, padding {each_side} on each side, stride {s}. What shape comes out?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{c} × {h} × {w} is flattened into one row. How many numbers has it?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{dataset} could not be downloaded: {failures}. Check the internet connection, or choose a folder that has the files.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{dataset} is not on this computer. Choose it in Train to download it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{error} It was set aside as {aside}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{error} Once it is deleted, {dataset} is downloaded again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} cannot be read as Python: an expression in it is nested too deeply. Write it as several.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} could not be used: {reason}. Mend that and resume the run.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} does not fit {network} ({differences}). Choose the network that these weights were trained for.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} does not fit {network}: it holds weights of {named}. Choose weights that were trained for this network.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} does not fit {network}: its layers have other names or sizes ({listed}). Choose weights that were trained for this network.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} has changed since you were asked about it. Look at it and open it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} has no class called {name}. {hint}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} holds no tensors. Choose another file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} is a pickle (.pt, .pth). Agree to open it first, in a process of its own.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} is damaged: it holds no named values.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} is damaged: its schema is no number that the program has used.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} is damaged: {cause}. Open another file, or save the state again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} is damaged: {error}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} is damaged: {error}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} is damaged: {error}. Open another file, or save the state again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} is larger than 512 KB, too large for a network's Python file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} is missing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} is not a Python file. Its name has to end in .py.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} is not a playground file. Open one that the playground has saved.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} is not there any more: it was removed in another window or by hand.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} is not valid Python (line {line}). {remedy}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} is not valid Python. {remedy}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} is not valid Python: its brackets or blocks are nested too deeply. {remedy}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} is too large to be a playground file. Open another one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} raises when it runs: {sentence_of}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} was written by a later version of the program; update it to use this run.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file}, line {line}: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file}: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{folder} has no rejector yet: name its run with --rejector.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{folder} holds another data set already ({foreign}). Choose an empty folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{folder} is not a folder. Choose the folder that holds MNIST's four files.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{folder} was kept and has gone again. Look into the folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{found} is no language. Name it en, zh_CN and so on.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{groups} groups share the input channels evenly: use a multiple of {groups}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{groups} groups share the output channels evenly: use a multiple of {groups}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{host} answered {code} {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{host} could not be reached ({why})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{host} cut {target} off after {received:,} of {wanted:,} bytes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{host} did not answer in time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{host} did not answer within {timeout:g} seconds</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{host} redirects to an unencrypted address</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{host} sent a {target} with a wrong checksum</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{host} sent far more than {target} can hold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{images} holds {pictures:,} pictures but {file} holds {labels:,} labels: they do not belong together. Use the two files of the same set.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{instead} does not stand in this section of {file}. Add it there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{item} is none that a run can have.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{key} in {name} is of a kind that cannot be read (meta, sparse, quantised or complex). Save plain tensors.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{key} is no list of tables. Begin each with [[{key}]].</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{key} is not known here. There are {known}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{key} is not known. There are {known}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{key} is {value}; it must be a whole number, {least} to {most:,}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{kind} has no layer called {path}. The edits belong to another network.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{kind} has no weights called {name}. The edits belong to another network.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{kind} holds something that cannot be copied ({error}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{kind} in {file} cannot be built: {sentence_of}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{kind} in {file} gives no torch.nn.Module. Return the network from it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{kind} never calls super().__init__(). Call it first in __init__.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{label} ({name}) {value} cannot work. {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{label} has more members than any network's file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{label} holds no exported graph; it may be a TorchScript, weights or compiled file. Write one with torch.export.save.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{label} is not a torch.export file. Write one with torch.export.save.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{label} is packed in a way that PyTorch does not use. Write it with torch.export.save.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{lost}; {go_on}</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <source>{n:,} counters of BatchNorm that older files lack were set to 0.</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} other entries beside them are no tensors and were left out.</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} tensors have the names of an older version of the network.</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{n:,} tensors that {network} does not have were left out.</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message>
            <source>{names} and {count:,} more</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} asks for far more memory than its own size. Choose another file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} belongs to a network this program does not know, {network}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} calls a tensor {key}, which is no layer's. Choose another file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} could not be read. Check the disk and try again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} does not fit into memory. Close other programs, or scale it down.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} fits none of the digit networks. Choose weights of a network trained here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} has changed since this run was begun; it goes on with the file as it is now.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} has far over {most_pixels:,} pixels, more than memory should be spent on. It is far too large: scale it down to 2,000 × 2,000 pixels and try again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} has several pages ({count:,} pages). Save the page you mean as a PNG file and open that.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} has several pages. Save the page you mean as a PNG file and open that.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} has {width:,} × {height:,} pixels, more than memory should be spent on. Save a smaller copy and open that.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} holds more than its size, packed, which torch.save never does. Save the state dictionary again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} holds more than tensors: it asks for {asked}, which was not run. Save the weights alone with torch.save(network.state_dict(), ...).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} holds numbers of the kind {kind}, which a weights file cannot. Use float32.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} holds numbers that are not finite.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} holds whole numbers, which are counted and not learnt; they cannot be edited.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} holds {count:,} tensors, more than any network has. Choose another file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} holds {holds}, and no state dictionary. Save one with torch.save(network.state_dict(), ...).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} in {file} cannot take {size} pictures: {why}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is a TorchScript program, not weights. Save its state_dict() and open that file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is a program, which would run with all your rights. If you trust it, add --run-code.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is animated ({count:,} frames). Save the frame you mean as a PNG file and open that.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is animated or has several pages. Save the one you mean as a PNG file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is animated. Save the frame you mean as a PNG file and open that.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is computed from other weights at every use; it can be looked at, not edited.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is damaged or unusual. Export the network again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is damaged or was written by a version of PyTorch this program does not know. Export the network again with torch.export.save.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is damaged, or holds something other than tensors. Save a state dictionary again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is damaged. Copy it again from its source.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is damaged. Export the network again with torch.export.save.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is damaged. Save it again from its source.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is damaged: it claims {what} {count}. Choose other weights.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is damaged: it does not say of which version it is. Open another file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is damaged: it stands at {place}. Choose other weights of the run.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is damaged: its checksums do not agree. Copy it again from its source.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is damaged: its temperature is not greater than 0.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is damaged: room, state or current is of another kind. Open another file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is damaged: {error}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is damaged: {reason}. Save it again from its source.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is larger than 512 MB. Save a smaller copy and open that.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is missing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is never {value}; it may be {known}. Compare it with such a value.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is no ONNX file or is damaged. Export the network again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is no file inside the lesson's folder. Put the file there and write its name alone.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is no file of CNN Studio. Open one that the program has saved.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is no folder and no zip that can be read. Choose a lesson's folder, or a zip of it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is no list, so that it has nothing. Write == instead.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is no number</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is not a picture that can be read, or a damaged one. {hint}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is not a picture that can be read. {hint}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is not as it was written</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is {channels}, and {groups} groups cannot share that evenly. Take a multiple.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is {found} instead of {wanted}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is {value}; it must be a name in quotes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is {value}; it must be a whole number from {least} to {most:,}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is {width:,} × {height:,} pixels, more than the {most_pixels:,} that are read. Scale it down to 2,000 × 2,000 pixels and try again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} is {width:,} × {height:,} pixels, too small to hold a digit. Each side needs at least {smallest_side} pixels.</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <source>{name} needs {missing} to be built. Give them a default value in the file, or pass a value.</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message>
            <source>{name} of {question} is {value}; it must be a whole number, {least} to {most:,}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} says something that this version does not know: {unknown}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} stands for tensors of far more than its own size. Choose another file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} takes ({usage}): {error}. Give it these.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} uses operators that are not read here: {operators}. Open the Python file with the network's class instead.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} was not run.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} was saved by a later version of CNN Studio. Update the program to open it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name}: {width:,} × {height:,} pixels, reduced to {new_width:,} × {new_height:,}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{network} cannot be made for a {shape} input. Try {input_shape}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{network} cannot take {size} pictures: {error}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{network} does not give one number a class. Choose another network.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{network} does not take many pictures of 28 × 28 at once, so its accuracy cannot be measured.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{network} gives no logits for classes, so its accuracy cannot be measured.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{network} gives numbers that are not finite for this picture. Choose other weights, or another scaling for them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{network} has batch normalisation of a kind whose statistics cannot be shared between processes on the CPU; train it in one process, without torchrun.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{network} has no layer of the class {kind}. Take another one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{network} holds a network's structure alone: it is never run and has no weights. Open the Python file with the network's class instead.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{network} is too large to be trained here. Choose a smaller network.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{network} takes square pictures only, not {height} × {width}. Make both equal.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{network} takes {takes} pictures, not {given}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{network} tells {has} classes apart and cannot be made for {classes}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{network} was not tried. Choose it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{node} is no whole number and no name in quotes. Write one of these.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{operator} is used in a way that is not read here. Open the Python file instead.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} can be no path. Choose a file or folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} can be no path: {error}. Choose a file or folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} claims {count:,} {kind}; at most {most:,} can be used. {remedy}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} could not be read: {reason}. Check it, or choose another one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} could not be read: {reason}. Check that the file is there and may be read.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} could not be written: {reason}. {remedy}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} has changed since these weights were trained.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} has more bytes than the {count:,} {kind} its header claims. {remedy}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} has {found} dimensions instead of {wanted}. Choose MNIST's own files.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} holds no weights that can be read: it is damaged, or neither a safetensors file nor one that torch.save has written. Copy it again from its source, or choose the file that the weights were saved in.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} holds no {kind}. {remedy}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} holds numbers of type {number}, not bytes. Choose MNIST's own files.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} holds pictures of {size} pixels; only {wanted} can be used.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} holds the label {label} at position {position:,}; labels go from 0 to {last}. Use the labels file that belongs to these pictures.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} holds {other}, not {kind}: the files seem to be swapped. Give them their own names back.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} is a pickle (.pt, .pth), which can run a program of its own when opened, so it was not. Save the weights with safetensors.torch.save_file and open that file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} is cut off inside its header. {remedy}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} is cut off: it claims {count:,} {kind} and holds {held:,}. {remedy}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} is cut off: it claims {count:,} {kind} but is too short to hold them. {remedy}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} is cut off: its compressed data end too early. {remedy}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} is damaged or of a later version: it cannot be shown what the run predicted. Resume the run, or train it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} is damaged: its compressed data do not add up. {remedy}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} is damaged: {error}. Move it away to start anew.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} is damaged: {what} The run cannot go on from it; start it again with the same settings.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} is damaged: {what}. Copy it again from its source.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} is empty. {remedy}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} is larger than the {most:,.0f} MB that such a file can have. Choose another one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} is not a checkpoint; choose the folder of a run that was stopped.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} is not a gzip file. {remedy}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} is not an idx file of {kind}. Choose a folder with MNIST's four files.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} is not there. Choose a lesson's folder, or a zip of it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} was written by a later version of the program; update it to resume this run.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} was written by a later version of the program; update it to use this run.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path}.{name} is computed from other weights at every use; it can be looked at, not edited.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{places} places of a tensor cannot take {given} values.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{place} could not be read: {reason}. Check its permissions.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{place} is of a later version of CNN Studio and stays as it is. Update the program; until then what this window shows is not kept over a restart.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{question} has no slip {unknown}. It has {known}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{question} takes ({known}), each once. Write it so.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{question} takes ({known}): {error}. Write it so.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{shape} of {kind}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{source} asks for far more memory than its own size. Choose another file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{source} could not be read: the process that opened it ended without a reply. Choose another file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{source} took too long to be read, so that was stopped. Choose another file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{start}: {where} fails: {why}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{start}: {where} was made for {wanted} channels and gets {given}. Choose an input with {wanted}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{start}: {where} {got}, which is smaller than its window. Choose a larger input.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{start}: {where} {made_for} and {got}. Choose the input size the network was made for.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{start}: {why}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{tensor} of {size} numbers has no block {at}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{text} asks what is larger of something that is no number. Use == or has.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{text} cannot be read. Write it as a call, such as out(28, 5).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{text} has too many parts. Write it shorter.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{text} is damaged: {error}. Save the state again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{text} is longer than {longest} characters, or holds a backslash. Write it anew.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{text} is no call. Write a name and its arguments, such as output_size(28, 5).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{text} is no link, no state ({suffix}) and no picture ({known}). Name one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{text} is no number. Write an expression that comes to one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{text} lies elsewhere, and nothing is fetched. Put a file into the lesson's folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{title} cannot take a {shape} input</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{title} cannot take an input with {number:,} {name}. Choose a number from 1 to {largest:,}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{title} gives no tensor for an input of {given}. Return one from forward().</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{title} gives {output} for an input of {given}, and ({pictures}, {wanted}) is needed: one number a class for each picture.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{title} gives {output} for an input of {given}, and the data set has {classes} classes: ({pictures}, {classes}) is needed. Give its constructor num_classes, or change its last layer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{title} has no layer {path}. Copy the path from Models.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{title} has no layer {path}. Take one of its own.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{title} has no weights that could learn. Choose another network.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{title} is not wanted any more. Choose it again to try it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{title} needs more memory than it may take here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{title} returns no tensor that can be followed back to its input: none at all, a constant, or one that went through NumPy or through Python's numbers. Return from forward() what PyTorch's functions make of the input.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{title} was not tried to its end. Open it again to try it once more.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{title}: nothing is wrong. Steps: {steps}. Exercises: {exercises}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{typed} is no number. Type one such as 26, 0.25, 1/4 or 3*3*64; a shape as 16 × 14 × 14.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{value} cannot be an option of a network; give a number, a text, true, false or a list.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{value} has no end as a decimal number. Write round({value}, 2).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{value} is no number. Give a number.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{what} needs {needed} of memory, and {free} are free. Close other programs, or choose a smaller network.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{what} {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{what} {count} of {most}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{where} cannot be: {error}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{where} has {name}, which this version of the program does not know.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{where} is nested too deeply. Open another file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{where} is of the kind {value}, not {kind}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{where} is of the kind {value}; it must be one of {choices}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{where} is {value}, which is none of the kinds of value it can have.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{where} is {value}; it must be one of {choices}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{where} is {value}; it must be {wanted}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{where} lacks {name}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{where}, number {number}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{where}, {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{words} of line {line} of {file} is missing in this section. Add it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{{{expression}}} does not stand in this section of {file}. Give both the same numbers.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{{{expression}}} of line {line} of {file} is missing in this section. Give both the same numbers.</source>
            <translation type="unfinished" />
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
        <name>labels</name>
        <message>
            <source>{before}, {more}</source>
            <translation>{before}，{more}</translation>
        </message>
    </context>
    <context>
        <name>models</name>
        <message>
            <source>, then </source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>1 × 1, all to all</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>3 × 3: one kernel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>5 × 5: two kernels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>7 × 7: three kernels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>9 × 9: four kernels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>; takes part in training only, not counted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A diagram can be written as .svg or .png, not as {ending}. Choose one of them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Activation memory</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Activations</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>As many parameters: {memory} of weights in this one layer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Branches side by side: {ways}. {sum}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>By family</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>By size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>By year</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Channels grow layer by layer: {widths}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Channels × rows × columns that come in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Channels × rows × columns that go out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Difference</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Dilation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Distance between the kernel's taps</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Each layer with its place, the shape of its output and its number of parameters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>GMAC</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Groups</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Height × width of the window, and its stride after the slash where it is not 1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How it is reached from the network, as in state_dict()</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>ImageNet accuracy against multiply-accumulates, bubble area for parameters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>ImageNet top-1 accuracy (%)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Input</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Input and output</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its name in the network and its class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its share of the network's multiply-accumulates</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its share of the network's parameters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Kernel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Layer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Layer kind</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Legend: {text}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>MACs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>MACs for one picture (billions, logarithmic)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Memory of the outputs computed inside it, float32, whole batch</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Multiply-accumulates for the whole batch</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Output</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Output ({row}, {column}) depends on rows {top} to {bottom}, columns {left} to {right} of the input</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Own parameters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Padding</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Param.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Parameters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Parts into which the channels are divided; as many as channels in a depthwise convolution</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Path</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>PyTorch's class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Receptive field</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Receptive field: rows × columns of the input behind one output</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Rows and columns of padding on each side</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sees</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Settings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Shared with {layers}: counted there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Shown for its structure: no weights are loaded, nothing is downloaded.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Step</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stride of the receptive field: input pixels between neighbouring outputs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Top-1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Top-1 %</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Top-5</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Top-5 %</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Trains on 28 × 28 digits in minutes: press Train it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weights</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weights and biases of its own, without those of the layers inside</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weights and biases, with those of the layers inside</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What PyTorch prints between the brackets</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Year</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your own network.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a file without an ending</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>activation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>all that was joined so far</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>as it came</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>at most {size}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>attention</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>block</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>both</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>changed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>columns</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>concat</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>convolution</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>cut and filled up</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>fully connected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>logarithmic</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>normalisation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>of all</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>one output</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>one {kernel}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>one {kernel} in {groups} groups</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>only at the left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>only at the right</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>other</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>parameters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>pool</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>pooling</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>recurrent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>rows</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>shared</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>skip connection</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>sum or concat</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the same</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>together</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{before} channels, 1 × 1 to {between}, {kernel} to {after}. {costs}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{before} channels, each through its own {kernel}, then all to all to {after}. {costs}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{before} goes through {way} and past it, {short}; both are added to {after}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{before} goes through {way} and past it, {short}; both are put one behind the other to {after}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{count} convolutions of 3 × 3: one output sees {fields} numbers, level by level down to the input</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{count} × ({kernel})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{figure} all {count} together</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{figure} each, {everything}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{figure}, the same in all {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{kernel} each</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{kernel} each, then 1 × 1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{macs} MACs, {share} of the network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name}: {n} weight</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name}: {n} weights</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{network}: class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{network}: layer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{network}: output</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{network}: own parameters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} channel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} channels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} more</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} parameter</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} parameter, {share} of the network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} parameters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} parameters, {share} of the network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} position looks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} position, looked at</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} positions look</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} positions, looked at</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} weight</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} weights</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{parts} = {total} channels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{rows} × {columns}, {n} channel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{rows} × {columns}, {n} channels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{size} bytes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{step} every {every}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{times} times as many parameters: {memory} of weights in this one layer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{title} with {weights}: {params} parameters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{title}, {year}, {size} parameters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{title}: {top1} top-1, {gmacs}, {params} parameters, {size} × {size} input</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>× n: all n together</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>names</name>
        <message>
            <source>Of epoch {epoch}, the best on the training set.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Of epoch {epoch}, the one with the least training loss.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reads {accuracy} of {set}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reads {accuracy} of {set}. Epoch {epoch} was chosen as the best on these very pictures: others it will read a little worse.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>best</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>built in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>cannot be read</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>edited</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>edited, {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>final</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>from {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>its test set</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>latest</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>my handwriting, {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>not there</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>random weights, Gaussian 0.01, seed {seed}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>random weights, seed {seed}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>run {time}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>step {step}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the {dataset} test set</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{accuracy} of the test set</source>
            <translation type="unfinished" />
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
            <source>Type one such as 0.05 or 1e-3.</source>
            <translation>请输入例如 0.05 或 1e-3 这样的数。</translation>
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
            <translation type="unfinished" />
        </message>
        <message>
            <source>1×1: the same linear layer over the channels at every pixel.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>3 × 3 three times</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>3 × 3 twice</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Average pooling</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Box blur</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>By hand</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>By hand or picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Checkerboard</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Circular</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>ConvNet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Convolution</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Convolution (kernel flipped)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cross-correlation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Depthwise: every channel has a filter of its own.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Disc</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Edge</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Emboss</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Gaussian blur</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Identity</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Laplacian</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>LeNet-5</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Max-pooling</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pooling</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ramp across</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ramp down</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Random</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reflection</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Replication</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Seven, drawn</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sharpen</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Single one</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sobel, across</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sobel, down</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The last window ends at the edge: the floor cuts nothing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The window spans the whole input: global, one number a channel.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Transposed convolution</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>VGG's first block</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Zeros</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>p = k − 1 and n divisible by s: the size is n / s.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>p = k − 1: the size is ⌊(n + s − 1) / s⌋.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>“Same” padding: p = k − 1, half on each side, so the size stays.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>rooms</name>
        <message>
            <source>Draw</source>
            <translation>绘制</translation>
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
            <translation>手动把卷积核滑过图像，查看每个乘积与每个和。</translation>
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
            <translation>{file} 中的设置来自更新版本的 CNN Studio。请更新程序；在此之前使用默认设置，不记录任何改动，该文件保持原样。</translation>
        </message>
        <message>
            <source>The settings were damaged and are kept as {file}; the defaults hold.</source>
            <translation>设置已损坏，保留为 {file}；现在使用默认设置。</translation>
        </message>
    </context>
    <extra-state>unfinished</extra-state>
</TS>
