"""A short card for each network: who made it, what is new in it, what it changed, where this version differs.

Data only: no torch here.
"""

from dataclasses import dataclass

from cnnstudio.networks.catalogue import NetworkSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What to know about a network before taking it apart.

    Attributes:
        year: of the first publication.
        authors: as on the paper.
        paper: its title.
        venue: where it appeared.
        link: the text of a link, without a scheme: an arXiv number or a DOI.
        ideas: what was new, one short sentence each.
        changed: what it changed in the field.
        differs: where the version shown differs from the paper; empty where it does not matter.
    """

    year: int
    authors: str
    paper: str
    venue: str
    link: str
    ideas: tuple[str, ...]
    changed: str
    differs: str = ""


def card(spec: NetworkSpec) -> Card | None:
    """The card of a network; its family shares one where they come from one paper. None for a user's own network."""
    for names, found in _CARDS.items():
        if spec.name in names.split():
            return found
    return None


_LENET_PAPER = {
    "year": 1998,
    "authors": "Yann LeCun, Léon Bottou, Yoshua Bengio, Patrick Haffner",
    "paper": "Gradient-Based Learning Applied to Document Recognition",
    "venue": "Proceedings of the IEEE 86(11)",
    "link": "doi.org/10.1109/5.726791",
}

_CARDS: dict[str, Card] = {
    "convnet": Card(
        year=2022,
        authors="A tutorial's network",
        paper="",
        venue="",
        link="",
        ideas=(
            "Two rounds of 3 × 3 convolution, ReLU and 2 × 2 max-pooling, then one linear layer.",
            "Padding keeps the size in every convolution, so that only pooling shrinks: 28, 14, 7.",
        ),
        changed="Nothing, and that is its use: 9,098 parameters, few enough to look at, reach 98.9 % on MNIST.",
    ),
    "compact": Card(
        year=2026,
        authors="This program's own",
        paper="",
        venue="",
        link="",
        ideas=(
            "A first convolution with stride 2 leaves a quarter of the positions to compute.",
            "Batch norm lets it learn at a high rate; it and ReLU come where few values are left.",
        ),
        changed="Nothing; it is shaped for the fast recipe, so that a good network is trained while you wait.",
    ),
    "digitnet": Card(
        year=2026,
        authors="This program",
        paper="",
        venue="",
        link="",
        ideas=(
            "VGG's pattern at 28 × 28: pairs of 3 × 3 convolutions between poolings, twice as many maps after each.",
            "Batch normalisation after every convolution, dropout before the one linear layer.",
        ),
        changed="Nothing; trained on MNIST and drawn digits, it reads what is written in the Draw room.",
    ),
    "mlp": Card(
        year=1986,
        authors="David E. Rumelhart, Geoffrey E. Hinton, Ronald J. Williams",
        paper="Learning representations by back-propagating errors",
        venue="Nature 323",
        link="doi.org/10.1038/323533a0",
        ideas=(
            "Every unit is connected to every pixel: no neighbourhood, no shared weights.",
            "The yardstick for what convolution saves and gains.",
        ),
        changed="Back-propagation made networks with hidden layers trainable; convolution then made them fit pictures.",
        differs="A modern one with ReLU; the paper's networks were tiny and used sigmoids.",
    ),
    "lenet5-1998": Card(
        **_LENET_PAPER,  # type: ignore[arg-type]
        ideas=(
            "Convolution and sub-sampling, twice, then fully connected layers: the pattern still in use.",
            "Shared weights: one small kernel looks for the same feature everywhere.",
            "The second convolution connects each map to a chosen few of the six maps before it (table I).",
        ),
        changed="Read millions of bank cheques and showed that features need not be designed by hand.",
        differs="60,000 trainable parameters as in the paper; sub-sampling layers have a weight and a bias per map.",
    ),
    "lenet5": Card(
        **_LENET_PAPER,  # type: ignore[arg-type]
        ideas=(
            "Two rounds of 5 × 5 convolution and 2 × 2 pooling, then three fully connected layers.",
            "Shared weights: one small kernel looks for the same feature everywhere.",
        ),
        changed="Read millions of bank cheques and showed that features need not be designed by hand.",
        differs="PyTorch's tutorial version: every map sees every map, ReLU, max-pooling; 61,706 parameters.",
    ),
    "alexnet": Card(
        year=2012,
        authors="Alex Krizhevsky, Ilya Sutskever, Geoffrey E. Hinton",
        paper="ImageNet Classification with Deep Convolutional Neural Networks",
        venue="NIPS 2012",
        link="doi.org/10.1145/3065386",
        ideas=(
            "ReLU instead of tanh: trains several times faster.",
            "Dropout in the fully connected layers, and pictures shifted, mirrored and recoloured against overfitting.",
            "Trained on two GPUs for about six days.",
        ),
        changed="Won ImageNet 2012 with 15.3 % top-5 error (the second had 26.2 %) and began the deep learning era.",
        differs=(
            "The one-tower variant of 2014 (arXiv:1404.5997): 64, 192, 384, 256, 256 channels where the 2012 net has "
            "96, 256, 384, 384, 256 over two GPUs, and no local response normalisation. 61,100,840 parameters."
        ),
    ),
    "vgg11 vgg11_bn vgg13 vgg13_bn vgg16 vgg16_bn vgg19 vgg19_bn": Card(
        year=2014,
        authors="Karen Simonyan, Andrew Zisserman",
        paper="Very Deep Convolutional Networks for Large-Scale Image Recognition",
        venue="ICLR 2015",
        link="arXiv:1409.1556",
        ideas=(
            "Only 3 × 3 convolutions: two see as much as one 5 × 5 and three as much as one 7 × 7, with fewer weights.",
            "Each pooling halves the size, each stage after it doubles the channels.",
            "The same recipe at 11, 13, 16 and 19 layers: depth alone makes it better.",
        ),
        changed="Made 3 × 3 the standard kernel; its features are still used for style transfer and perceptual losses.",
        differs=(
            "Batch norm (the _bn variants) came a year later than the paper. Pooling to 7 × 7 before the classifier "
            "lets other picture sizes through."
        ),
    ),
    "googlenet googlenet-aux": Card(
        year=2014,
        authors="Christian Szegedy, Wei Liu, Yangqing Jia, Pierre Sermanet, Scott Reed, Dragomir Anguelov, "
        "Dumitru Erhan, Vincent Vanhoucke, Andrew Rabinovich",
        paper="Going Deeper with Convolutions",
        venue="CVPR 2015",
        link="arXiv:1409.4842",
        ideas=(
            "The Inception module: 1 × 1, 3 × 3, 5 × 5 and pooling side by side, and the network chooses.",
            "1 × 1 convolutions thin the channels out before the costly kernels: the bottleneck.",
            "Global average pooling instead of large fully connected layers.",
            "Two auxiliary heads feed the gradient in half-way; they are dropped after training.",
        ),
        changed="Won ImageNet 2014 with a twelfth of AlexNet's parameters: width and cost became things to design.",
        differs=(
            "torchvision's branch called 5 × 5 uses 3 × 3 kernels (a known slip kept for its weights), and batch norm "
            "stands where the paper has local response normalisation. 6,624,904 parameters without the auxiliary "
            "heads, 13,004,888 with them."
        ),
    ),
    "inception_v3": Card(
        year=2015,
        authors="Christian Szegedy, Vincent Vanhoucke, Sergey Ioffe, Jonathon Shlens, Zbigniew Wojna",
        paper="Rethinking the Inception Architecture for Computer Vision",
        venue="CVPR 2016",
        link="arXiv:1512.00567",
        ideas=(
            "5 × 5 becomes two 3 × 3; n × n becomes 1 × n followed by n × 1.",
            "Sizes are halved by a convolution and a pooling side by side, so that nothing is squeezed.",
            "Label smoothing, and batch norm in the auxiliary head.",
        ),
        changed="Made design rules of the module: no early bottlenecks, factorised kernels, width and depth in step.",
        differs="Follows the network Google released, not the paper's table; 27,161,264 with the auxiliary head.",
    ),
    "resnet18 resnet34 resnet50 resnet101 resnet152": Card(
        year=2015,
        authors="Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun",
        paper="Deep Residual Learning for Image Recognition",
        venue="CVPR 2016",
        link="arXiv:1512.03385",
        ideas=(
            "A block learns what to add to its input: the input skips past it and is added to its output.",
            "Without skips a deeper plain network trains worse, not only tests worse: the degradation problem.",
            "From 50 layers on, 1 × 1 convolutions narrow and widen again around each 3 × 3: the bottleneck block.",
        ),
        changed="Made 152 layers trainable and won ImageNet 2015; skips are in almost every network since.",
        differs=(
            "In bottleneck blocks torchvision halves the size in the 3 × 3 convolution, the paper in the first 1 × 1 "
            "(often called ResNet v1.5)."
        ),
    ),
    "wide_resnet50_2 wide_resnet101_2": Card(
        year=2016,
        authors="Sergey Zagoruyko, Nikos Komodakis",
        paper="Wide Residual Networks",
        venue="BMVC 2016",
        link="arXiv:1605.07146",
        ideas=("Wider blocks instead of more of them: the same accuracy in fewer, faster layers.",),
        changed="Showed that depth is not everything once there are skips.",
        differs="ImageNet variants with twice the inner width of the bottleneck; the paper works mostly on CIFAR.",
    ),
    "resnext50_32x4d resnext101_32x8d resnext101_64x4d": Card(
        year=2016,
        authors="Saining Xie, Ross Girshick, Piotr Dollár, Zhuowen Tu, Kaiming He",
        paper="Aggregated Residual Transformations for Deep Neural Networks",
        venue="CVPR 2017",
        link="arXiv:1611.05431",
        ideas=(
            "A bottleneck block split into 32 or 64 equal paths, written as one grouped convolution.",
            "Cardinality, the number of paths, is a third dimension beside depth and width.",
        ),
        changed="Brought Inception's branches and ResNet's skips together in one simple block.",
    ),
    "squeezenet1_0 squeezenet1_1": Card(
        year=2016,
        authors="Forrest N. Iandola, Song Han, Matthew W. Moskewicz, Khalid Ashraf, William J. Dally, Kurt Keutzer",
        paper="SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB model size",
        venue="arXiv",
        link="arXiv:1602.07360",
        ideas=(
            "Fire modules: squeeze to few channels with 1 × 1, expand with 1 × 1 and 3 × 3 side by side.",
            "Shrink late, so that most layers see large maps.",
        ),
        changed="Put small networks on the agenda.",
        differs="1.1 is the authors' later version: 2.4 times fewer MACs at the same accuracy.",
    ),
    "densenet121 densenet161 densenet169 densenet201": Card(
        year=2016,
        authors="Gao Huang, Zhuang Liu, Laurens van der Maaten, Kilian Q. Weinberger",
        paper="Densely Connected Convolutional Networks",
        venue="CVPR 2017",
        link="arXiv:1608.06993",
        ideas=(
            "Every layer sees the concatenated outputs of all layers before it in its block.",
            "Each layer adds only a few maps (the growth rate); transitions halve the channels in between.",
        ),
        changed="Reuses features instead of relearning them: ResNet's accuracy with fewer parameters, but much memory.",
    ),
    "mobilenet_v2": Card(
        year=2018,
        authors="Mark Sandler, Andrew Howard, Menglong Zhu, Andrey Zhmoginov, Liang-Chieh Chen",
        paper="MobileNetV2: Inverted Residuals and Linear Bottlenecks",
        venue="CVPR 2018",
        link="arXiv:1801.04381",
        ideas=(
            "Depthwise separable convolution: one 3 × 3 per channel, then 1 × 1 across channels.",
            "Inverted residual: the skip joins the narrow ends, the wide middle is depthwise and cheap.",
            "No activation at the narrow ends, where ReLU would destroy information.",
        ),
        changed="The standard block of networks for phones.",
    ),
    "mobilenet_v3_small mobilenet_v3_large": Card(
        year=2019,
        authors="Andrew Howard, Mark Sandler, Grace Chu, Liang-Chieh Chen, Bo Chen, Mingxing Tan, Weijun Wang, "
        "Yukun Zhu, Ruoming Pang, Vijay Vasudevan, Quoc V. Le, Hartwig Adam",
        paper="Searching for MobileNetV3",
        venue="ICCV 2019",
        link="arXiv:1905.02244",
        ideas=(
            "Found by architecture search for a phone's real speed, then trimmed by hand.",
            "Squeeze-and-excitation weighs the channels; hard-swish costs less than swish.",
        ),
        changed="Search and measurement on the device became part of network design.",
    ),
    "shufflenet_v2_x0_5 shufflenet_v2_x1_0 shufflenet_v2_x1_5 shufflenet_v2_x2_0": Card(
        year=2018,
        authors="Ningning Ma, Xiangyu Zhang, Hai-Tao Zheng, Jian Sun",
        paper="ShuffleNet V2: Practical Guidelines for Efficient CNN Architecture Design",
        venue="ECCV 2018",
        link="arXiv:1807.11164",
        ideas=(
            "Channels are split: one half passes through, the other is convolved, then all are shuffled.",
            "Guidelines from measured speed, not from MACs: equal widths, few groups, few branches.",
        ),
        changed="Made the point that MACs are not speed.",
    ),
    "mnasnet0_5 mnasnet0_75 mnasnet1_0 mnasnet1_3": Card(
        year=2018,
        authors="Mingxing Tan, Bo Chen, Ruoming Pang, Vijay Vasudevan, Mark Sandler, Andrew Howard, Quoc V. Le",
        paper="MnasNet: Platform-Aware Neural Architecture Search for Mobile",
        venue="CVPR 2019",
        link="arXiv:1807.11626",
        ideas=("Search for a block per stage, with latency measured on a phone in the objective.",),
        changed="Its search space is where EfficientNet and MobileNetV3 began.",
        differs="The B1 variant, without squeeze-and-excitation.",
    ),
    "efficientnet_b0 efficientnet_b1 efficientnet_b2 efficientnet_b3 "
    "efficientnet_b4 efficientnet_b5 efficientnet_b6 efficientnet_b7": Card(
        year=2019,
        authors="Mingxing Tan, Quoc V. Le",
        paper="EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks",
        venue="ICML 2019",
        link="arXiv:1905.11946",
        ideas=(
            "Depth, width and picture size grow together by fixed ratios: compound scaling, B0 to B7.",
            "Inverted residuals with squeeze-and-excitation and swish.",
        ),
        changed="Set the line of accuracy against cost that others were measured by for years.",
    ),
    "efficientnet_v2_s efficientnet_v2_m efficientnet_v2_l": Card(
        year=2021,
        authors="Mingxing Tan, Quoc V. Le",
        paper="EfficientNetV2: Smaller Models and Faster Training",
        venue="ICML 2021",
        link="arXiv:2104.00298",
        ideas=(
            "Early stages use plain 3 × 3 convolutions instead of depthwise ones, which accelerators run faster.",
            "Trained on small pictures first, larger ones later, with regularisation to match.",
        ),
        changed="Searched for training speed as well as for MACs.",
    ),
    "regnet_x_400mf regnet_x_800mf regnet_x_1_6gf regnet_x_3_2gf regnet_x_8gf regnet_x_16gf regnet_x_32gf "
    "regnet_y_400mf regnet_y_800mf regnet_y_1_6gf regnet_y_3_2gf regnet_y_8gf regnet_y_16gf regnet_y_32gf "
    "regnet_y_128gf": Card(
        year=2020,
        authors="Ilija Radosavovic, Raj Prateek Kosaraju, Ross Girshick, Kaiming He, Piotr Dollár",
        paper="Designing Network Design Spaces",
        venue="CVPR 2020",
        link="arXiv:2003.13678",
        ideas=(
            "Designs whole families instead of single networks: widths that grow along a straight line.",
            "X is a ResNeXt-like block; Y adds squeeze-and-excitation.",
        ),
        changed="Simple rules in place of expensive search.",
    ),
    "vit_b_16 vit_b_32 vit_l_16 vit_l_32 vit_h_14": Card(
        year=2020,
        authors="Alexey Dosovitskiy, Lucas Beyer, Alexander Kolesnikov, Dirk Weissenborn, Xiaohua Zhai, "
        "Thomas Unterthiner, Mostafa Dehghani, Matthias Minderer, Georg Heigold, Sylvain Gelly, Jakob Uszkoreit, "
        "Neil Houlsby",
        paper="An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale",
        venue="ICLR 2021",
        link="arXiv:2010.11929",
        ideas=(
            "One convolution cuts the picture into patches; from then on only attention and linear layers.",
            "Every patch can look at every other from the first block on.",
        ),
        changed="With enough data, attention does without convolution.",
    ),
    "swin_t swin_s swin_b": Card(
        year=2021,
        authors="Ze Liu, Yutong Lin, Yue Cao, Han Hu, Yixuan Wei, Zheng Zhang, Stephen Lin, Baining Guo",
        paper="Swin Transformer: Hierarchical Vision Transformer using Shifted Windows",
        venue="ICCV 2021",
        link="arXiv:2103.14030",
        ideas=(
            "Attention inside 7 × 7 windows, shifted by half a window in every second block.",
            "Patches are merged stage by stage, as pooling does.",
        ),
        changed="Gave transformers the pyramid of a convolutional network.",
    ),
    "swin_v2_t swin_v2_s swin_v2_b": Card(
        year=2021,
        authors="Ze Liu, Han Hu, Yutong Lin, Zhuliang Yao, Zhenda Xie, Yixuan Wei, Jia Ning, Yue Cao, Zheng Zhang, "
        "Li Dong, Furu Wei, Baining Guo",
        paper="Swin Transformer V2: Scaling Up Capacity and Resolution",
        venue="CVPR 2022",
        link="arXiv:2111.09883",
        ideas=(
            "Norm after each block and cosine attention keep large models stable.",
            "Position biases come from a small network over log distances, so that the window can change size.",
        ),
        changed="Scaled the idea to three billion parameters.",
    ),
    "convnext_tiny convnext_small convnext_base convnext_large": Card(
        year=2022,
        authors="Zhuang Liu, Hanzi Mao, Chao-Yuan Wu, Christoph Feichtenhofer, Trevor Darrell, Saining Xie",
        paper="A ConvNet for the 2020s",
        venue="CVPR 2022",
        link="arXiv:2201.03545",
        ideas=(
            "A ResNet modernised step by step: patch stem, 7 × 7 depthwise convolution, inverted bottleneck.",
            "Layer norm and GELU, fewer activations and norms, as in transformers.",
        ),
        changed="Showed that much of the transformers' gain was training and detail, not attention.",
    ),
    "maxvit_t": Card(
        year=2022,
        authors="Zhengzhong Tu, Hossein Talebi, Han Zhang, Feng Yang, Peyman Milanfar, Alan Bovik, Yinxiao Li",
        paper="MaxViT: Multi-Axis Vision Transformer",
        venue="ECCV 2022",
        link="arXiv:2204.01697",
        ideas=(
            "Every block is an inverted residual, attention inside windows, then attention over a sparse grid.",
            "Local and global mixing at a cost that grows with the pixels, not with their square.",
        ),
        changed="A hybrid that keeps convolution and gets a global view in every stage.",
    ),
    "mini-vgg": Card(
        year=2014,
        authors="After Karen Simonyan and Andrew Zisserman",
        paper="Very Deep Convolutional Networks for Large-Scale Image Recognition",
        venue="ICLR 2015",
        link="arXiv:1409.1556",
        ideas=(
            "Pairs of 3 × 3 convolutions; 28, 14, 7, 3 pixels and 16, 32, 64 channels: VGG's halving and doubling.",
        ),
        changed="VGG's idea at a size that trains on digits in minutes.",
        differs="Not in the paper: three stages for 28 × 28 pictures, with batch norm; 147,162 parameters.",
    ),
    "mini-inception": Card(
        year=2014,
        authors="After Christian Szegedy and others",
        paper="Going Deeper with Convolutions",
        venue="CVPR 2015",
        link="arXiv:1409.4842",
        ideas=("Three Inception modules with all four branches, 1 × 1 bottlenecks and global average pooling.",),
        changed="GoogLeNet's idea at a size that trains on digits in minutes.",
        differs="Not in the paper: three modules for 28 × 28 pictures, with batch norm; 54,514 parameters.",
    ),
    "plain-8 plain-20 plain-56 resnet-8 resnet-20 resnet-56": Card(
        year=2015,
        authors="After Kaiming He, Xiangyu Zhang, Shaoqing Ren and Jian Sun",
        paper="Deep Residual Learning for Image Recognition",
        venue="CVPR 2016, section 4.2",
        link="arXiv:1512.03385",
        ideas=(
            "A plain and a residual network of the same depth and the same parameters.",
            "Shortcuts without parameters (option A), so that the skip is the only difference.",
        ),
        changed="Train both at 8, 20 and 56 layers: the plain one gets worse with depth, the residual one does not.",
        differs="28 × 28 grey pictures instead of CIFAR-10's 32 × 32 in colour: 288 parameters fewer in the first "
        "layer.",
    ),
}
