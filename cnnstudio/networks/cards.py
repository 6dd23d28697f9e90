"""A short card for each network: who made it, what is new in it, what it changed, where this version differs.

What does not change with the language stands here; the texts are ``resources/translations/CODE/cards.toml``. No torch.
"""

from dataclasses import dataclass

from cnnstudio import prose
from cnnstudio.networks.catalogue import NetworkSpec
from cnnstudio.translations import ENGLISH


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


def card(spec: NetworkSpec, code: str = ENGLISH) -> Card | None:
    """The card of a network in a language; its family shares one where they come from one paper.

    None for a user's own network.

    Raises:
        StorageError: if the program's installation lacks its texts.
    """
    for facts in FACTS:
        if spec.name in facts.networks:
            return facts.card(code)
    return None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a card says that is the same in every language; "" where its texts say it, or nothing.

    Attributes:
        key: its table in the file of texts.
        names: the networks that share it, with spaces between.
    """

    key: str
    names: str
    year: int
    authors: str = ""
    paper: str = ""
    venue: str = ""
    link: str = ""

    @property
    def networks(self) -> frozenset[str]:
        """The names of the networks that share it."""
        return frozenset(self.names.split())

    def card(self, code: str = ENGLISH) -> Card:
        """The card in a language.

        Raises:
            StorageError: if the program's installation lacks its texts.
        """
        known = {"authors": self.authors, "paper": self.paper, "venue": self.venue, "link": self.link}
        return Card(year=self.year, **{**known, **prose.entry("cards", self.key, code)})  # type: ignore[arg-type]


FACTS = (
    Facts(
        "convnet",
        "convnet",
        year=2022,
    ),
    Facts(
        "compact",
        "compact",
        year=2026,
    ),
    Facts(
        "digitnet",
        "digitnet",
        year=2026,
    ),
    Facts(
        "mlp",
        "mlp",
        year=1986,
        authors="David E. Rumelhart, Geoffrey E. Hinton, Ronald J. Williams",
        paper="Learning representations by back-propagating errors",
        venue="Nature 323",
        link="doi.org/10.1038/323533a0",
    ),
    Facts(
        "lenet5-1998",
        "lenet5-1998",
        year=1998,
        authors="Yann LeCun, Léon Bottou, Yoshua Bengio, Patrick Haffner",
        paper="Gradient-Based Learning Applied to Document Recognition",
        venue="Proceedings of the IEEE 86(11)",
        link="doi.org/10.1109/5.726791",
    ),
    Facts(
        "lenet5",
        "lenet5",
        year=1998,
        authors="Yann LeCun, Léon Bottou, Yoshua Bengio, Patrick Haffner",
        paper="Gradient-Based Learning Applied to Document Recognition",
        venue="Proceedings of the IEEE 86(11)",
        link="doi.org/10.1109/5.726791",
    ),
    Facts(
        "alexnet",
        "alexnet",
        year=2012,
        authors="Alex Krizhevsky, Ilya Sutskever, Geoffrey E. Hinton",
        paper="ImageNet Classification with Deep Convolutional Neural Networks",
        venue="NIPS 2012",
        link="doi.org/10.1145/3065386",
    ),
    Facts(
        "vgg",
        "vgg11 vgg11_bn vgg13 vgg13_bn vgg16 vgg16_bn vgg19 vgg19_bn",
        year=2014,
        authors="Karen Simonyan, Andrew Zisserman",
        paper="Very Deep Convolutional Networks for Large-Scale Image Recognition",
        venue="ICLR 2015",
        link="arXiv:1409.1556",
    ),
    Facts(
        "googlenet",
        "googlenet googlenet-aux",
        year=2014,
        authors="Christian Szegedy, Wei Liu, Yangqing Jia, Pierre Sermanet, Scott Reed, Dragomir Anguelov, "
        "Dumitru Erhan, Vincent Vanhoucke, Andrew Rabinovich",
        paper="Going Deeper with Convolutions",
        venue="CVPR 2015",
        link="arXiv:1409.4842",
    ),
    Facts(
        "inception-v3",
        "inception_v3",
        year=2015,
        authors="Christian Szegedy, Vincent Vanhoucke, Sergey Ioffe, Jonathon Shlens, Zbigniew Wojna",
        paper="Rethinking the Inception Architecture for Computer Vision",
        venue="CVPR 2016",
        link="arXiv:1512.00567",
    ),
    Facts(
        "resnet",
        "resnet18 resnet34 resnet50 resnet101 resnet152",
        year=2015,
        authors="Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun",
        paper="Deep Residual Learning for Image Recognition",
        venue="CVPR 2016",
        link="arXiv:1512.03385",
    ),
    Facts(
        "wide-resnet",
        "wide_resnet50_2 wide_resnet101_2",
        year=2016,
        authors="Sergey Zagoruyko, Nikos Komodakis",
        paper="Wide Residual Networks",
        venue="BMVC 2016",
        link="arXiv:1605.07146",
    ),
    Facts(
        "resnext",
        "resnext50_32x4d resnext101_32x8d resnext101_64x4d",
        year=2016,
        authors="Saining Xie, Ross Girshick, Piotr Dollár, Zhuowen Tu, Kaiming He",
        paper="Aggregated Residual Transformations for Deep Neural Networks",
        venue="CVPR 2017",
        link="arXiv:1611.05431",
    ),
    Facts(
        "squeezenet",
        "squeezenet1_0 squeezenet1_1",
        year=2016,
        authors="Forrest N. Iandola, Song Han, Matthew W. Moskewicz, Khalid Ashraf, William J. Dally, Kurt Keutzer",
        paper="SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB model size",
        venue="arXiv",
        link="arXiv:1602.07360",
    ),
    Facts(
        "densenet",
        "densenet121 densenet161 densenet169 densenet201",
        year=2016,
        authors="Gao Huang, Zhuang Liu, Laurens van der Maaten, Kilian Q. Weinberger",
        paper="Densely Connected Convolutional Networks",
        venue="CVPR 2017",
        link="arXiv:1608.06993",
    ),
    Facts(
        "mobilenet-v2",
        "mobilenet_v2",
        year=2018,
        authors="Mark Sandler, Andrew Howard, Menglong Zhu, Andrey Zhmoginov, Liang-Chieh Chen",
        paper="MobileNetV2: Inverted Residuals and Linear Bottlenecks",
        venue="CVPR 2018",
        link="arXiv:1801.04381",
    ),
    Facts(
        "mobilenet-v3",
        "mobilenet_v3_small mobilenet_v3_large",
        year=2019,
        authors="Andrew Howard, Mark Sandler, Grace Chu, Liang-Chieh Chen, Bo Chen, Mingxing Tan, Weijun "
        "Wang, Yukun Zhu, Ruoming Pang, Vijay Vasudevan, Quoc V. Le, Hartwig Adam",
        paper="Searching for MobileNetV3",
        venue="ICCV 2019",
        link="arXiv:1905.02244",
    ),
    Facts(
        "shufflenet-v2",
        "shufflenet_v2_x0_5 shufflenet_v2_x1_0 shufflenet_v2_x1_5 shufflenet_v2_x2_0",
        year=2018,
        authors="Ningning Ma, Xiangyu Zhang, Hai-Tao Zheng, Jian Sun",
        paper="ShuffleNet V2: Practical Guidelines for Efficient CNN Architecture Design",
        venue="ECCV 2018",
        link="arXiv:1807.11164",
    ),
    Facts(
        "mnasnet",
        "mnasnet0_5 mnasnet0_75 mnasnet1_0 mnasnet1_3",
        year=2018,
        authors="Mingxing Tan, Bo Chen, Ruoming Pang, Vijay Vasudevan, Mark Sandler, Andrew Howard, Quoc V. Le",
        paper="MnasNet: Platform-Aware Neural Architecture Search for Mobile",
        venue="CVPR 2019",
        link="arXiv:1807.11626",
    ),
    Facts(
        "efficientnet",
        "efficientnet_b0 efficientnet_b1 efficientnet_b2 efficientnet_b3 efficientnet_b4 "
        "efficientnet_b5 efficientnet_b6 efficientnet_b7",
        year=2019,
        authors="Mingxing Tan, Quoc V. Le",
        paper="EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks",
        venue="ICML 2019",
        link="arXiv:1905.11946",
    ),
    Facts(
        "efficientnet-v2",
        "efficientnet_v2_s efficientnet_v2_m efficientnet_v2_l",
        year=2021,
        authors="Mingxing Tan, Quoc V. Le",
        paper="EfficientNetV2: Smaller Models and Faster Training",
        venue="ICML 2021",
        link="arXiv:2104.00298",
    ),
    Facts(
        "regnet",
        "regnet_x_400mf regnet_x_800mf regnet_x_1_6gf regnet_x_3_2gf regnet_x_8gf regnet_x_16gf "
        "regnet_x_32gf regnet_y_400mf regnet_y_800mf regnet_y_1_6gf regnet_y_3_2gf regnet_y_8gf "
        "regnet_y_16gf regnet_y_32gf regnet_y_128gf",
        year=2020,
        authors="Ilija Radosavovic, Raj Prateek Kosaraju, Ross Girshick, Kaiming He, Piotr Dollár",
        paper="Designing Network Design Spaces",
        venue="CVPR 2020",
        link="arXiv:2003.13678",
    ),
    Facts(
        "vit",
        "vit_b_16 vit_b_32 vit_l_16 vit_l_32 vit_h_14",
        year=2020,
        authors="Alexey Dosovitskiy, Lucas Beyer, Alexander Kolesnikov, Dirk Weissenborn, Xiaohua Zhai, "
        "Thomas Unterthiner, Mostafa Dehghani, Matthias Minderer, Georg Heigold, Sylvain Gelly, Jakob "
        "Uszkoreit, Neil Houlsby",
        paper="An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale",
        venue="ICLR 2021",
        link="arXiv:2010.11929",
    ),
    Facts(
        "swin",
        "swin_t swin_s swin_b",
        year=2021,
        authors="Ze Liu, Yutong Lin, Yue Cao, Han Hu, Yixuan Wei, Zheng Zhang, Stephen Lin, Baining Guo",
        paper="Swin Transformer: Hierarchical Vision Transformer using Shifted Windows",
        venue="ICCV 2021",
        link="arXiv:2103.14030",
    ),
    Facts(
        "swin-v2",
        "swin_v2_t swin_v2_s swin_v2_b",
        year=2021,
        authors="Ze Liu, Han Hu, Yutong Lin, Zhuliang Yao, Zhenda Xie, Yixuan Wei, Jia Ning, Yue Cao, Zheng "
        "Zhang, Li Dong, Furu Wei, Baining Guo",
        paper="Swin Transformer V2: Scaling Up Capacity and Resolution",
        venue="CVPR 2022",
        link="arXiv:2111.09883",
    ),
    Facts(
        "convnext",
        "convnext_tiny convnext_small convnext_base convnext_large",
        year=2022,
        authors="Zhuang Liu, Hanzi Mao, Chao-Yuan Wu, Christoph Feichtenhofer, Trevor Darrell, Saining Xie",
        paper="A ConvNet for the 2020s",
        venue="CVPR 2022",
        link="arXiv:2201.03545",
    ),
    Facts(
        "maxvit",
        "maxvit_t",
        year=2022,
        authors="Zhengzhong Tu, Hossein Talebi, Han Zhang, Feng Yang, Peyman Milanfar, Alan Bovik, Yinxiao Li",
        paper="MaxViT: Multi-Axis Vision Transformer",
        venue="ECCV 2022",
        link="arXiv:2204.01697",
    ),
    Facts(
        "mini-vgg",
        "mini-vgg",
        year=2014,
        paper="Very Deep Convolutional Networks for Large-Scale Image Recognition",
        venue="ICLR 2015",
        link="arXiv:1409.1556",
    ),
    Facts(
        "mini-inception",
        "mini-inception",
        year=2014,
        paper="Going Deeper with Convolutions",
        venue="CVPR 2015",
        link="arXiv:1409.4842",
    ),
    Facts(
        "plain-and-resnet",
        "plain-8 plain-20 plain-56 resnet-8 resnet-20 resnet-56",
        year=2015,
        paper="Deep Residual Learning for Image Recognition",
        link="arXiv:1512.03385",
    ),
)
