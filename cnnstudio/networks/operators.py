"""The operators of exported networks: one table of what each does, and of which are allowed at all.

A ``torch.export`` file (``.pt2``) is a list of calls by name, and ATen holds some 3,000 operators: some open files,
print, seed the random numbers, allocate by what the data say or read past the end of their memory. So an operator is
looked up here, and what is not here is not called. Allowed are those that PyTorch's export writes for networks of
layers, before and after ``ExportedProgram.run_decompositions``: pure ones (a result from arguments), or writing into
a tensor that the graph itself made, whose result's shape follows from the arguments' shapes, and whose work on
``meta`` does not grow with sizes (``RECURRENT`` and ``PIECES`` do; ``playback`` bounds them). Left out on purpose,
beside everything that reads, writes, prints or seeds: backward passes, sparse, quantised and nested tensors, results
whose shape depends on numbers (``nonzero``, ``unique``, ``masked_select``), and what changes a tensor's own sizes in
place (``resize_``, ``set_``, ``squeeze_``), which would change a weight for every later call.

Names are those of ``torch.ops.aten``: operator and overload, of another library with its name before. The module needs
no torch.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from cnnstudio.messages import Message


class Reads(StrEnum):
    """Which positions of its input one position of the output depends on."""

    SAME = "same"  # the same position; broadcast
    WINDOW = "window"  # a rectangle around it
    LINES = "lines"  # all positions along certain dimensions
    MOVED = "moved"  # one position, elsewhere
    ALL = "all"  # every position
    NONE = "none"  # no input at all


class Kind(StrEnum):
    """What an operator does."""

    CONVOLUTION = "convolution"
    DEFORMED_CONVOLUTION = "convolution whose windows lie where numbers say"
    TRANSPOSED_CONVOLUTION = "transposed convolution"
    LINEAR = "linear"
    MATRIX_PRODUCT = "matrix product"
    ATTENTION = "attention"
    RECURRENT = "recurrent"
    RECURRENT_STEP = "one step of a recurrent layer"
    OUTER = "outer product"  # each number of one times each of the other
    DISTANCE = "distances"
    DECOMPOSITION = "decomposition of matrices"
    POOLING = "pooling"
    ADAPTIVE_POOLING = "adaptive pooling"
    ELEMENTWISE = "elementwise"
    BATCH_NORM = "batch norm"
    NORM = "norm"  # layer, group, instance, RMS: over dimensions of one picture
    REDUCTION = "reduction"
    SOFTMAX = "softmax"
    SCAN = "scan"  # running sums
    SORT = "sort"
    RESHAPE = "reshape"
    PERMUTE = "permute"
    PICK = "pick"  # slices, indices, flips: parts or another order
    PUT = "put"  # writes into parts of a copy
    JOIN = "join"
    PIECES = "pieces"  # several tensors from one
    PAD = "pad"
    RESAMPLE = "resample"
    SHUFFLE = "shuffle"  # moves positions between channels and rows, columns
    EXPAND = "expand"
    COPY = "copy"  # the same numbers: clone, type, device, dropout in use
    SPECTRUM = "spectrum"  # Fourier transforms
    FACTORY = "factory"  # numbers from nothing
    RANDOM = "random"  # numbers from chance
    SIZE = "size"  # a number from a shape
    CHECK = "check"  # of type, device or range; passed over


_READS = {
    Kind.CONVOLUTION: Reads.WINDOW,
    Kind.DEFORMED_CONVOLUTION: Reads.ALL,
    Kind.TRANSPOSED_CONVOLUTION: Reads.WINDOW,
    Kind.LINEAR: Reads.LINES,
    Kind.MATRIX_PRODUCT: Reads.LINES,
    Kind.ATTENTION: Reads.ALL,
    Kind.RECURRENT: Reads.ALL,
    Kind.RECURRENT_STEP: Reads.ALL,
    Kind.OUTER: Reads.LINES,
    Kind.DISTANCE: Reads.LINES,
    Kind.DECOMPOSITION: Reads.LINES,
    Kind.POOLING: Reads.WINDOW,
    Kind.ADAPTIVE_POOLING: Reads.WINDOW,
    Kind.ELEMENTWISE: Reads.SAME,
    Kind.BATCH_NORM: Reads.SAME,
    Kind.NORM: Reads.LINES,
    Kind.REDUCTION: Reads.LINES,
    Kind.SOFTMAX: Reads.LINES,
    Kind.SCAN: Reads.LINES,
    Kind.SORT: Reads.LINES,
    Kind.RESHAPE: Reads.MOVED,
    Kind.PERMUTE: Reads.MOVED,
    Kind.PICK: Reads.MOVED,
    Kind.PUT: Reads.MOVED,
    Kind.JOIN: Reads.MOVED,
    Kind.PIECES: Reads.MOVED,
    Kind.PAD: Reads.MOVED,
    Kind.RESAMPLE: Reads.WINDOW,
    Kind.SHUFFLE: Reads.MOVED,
    Kind.EXPAND: Reads.MOVED,
    Kind.COPY: Reads.SAME,
    Kind.SPECTRUM: Reads.ALL,
    Kind.FACTORY: Reads.NONE,
    Kind.RANDOM: Reads.NONE,
    Kind.SIZE: Reads.NONE,
    Kind.CHECK: Reads.NONE,
}
_MULTIPLYING = frozenset(
    {
        Kind.CONVOLUTION,
        Kind.DEFORMED_CONVOLUTION,
        Kind.TRANSPOSED_CONVOLUTION,
        Kind.LINEAR,
        Kind.MATRIX_PRODUCT,
        Kind.ATTENTION,
        Kind.RECURRENT,
        Kind.RECURRENT_STEP,
    }
)
# Work like that of products of matrices, of which no rule says how much it is.
_UNCOUNTED = frozenset({Kind.SPECTRUM, Kind.DISTANCE, Kind.DECOMPOSITION})


@dataclass(frozen=True, slots=True)
class Operator:
    """One row of the table.

    Attributes:
        name: in ``torch.ops.aten``, or in another library.
        overload: of it.
        kind: what it does.
        function: the function of ``torch`` or ``torch.nn.functional`` that it is or stands for: ``relu`` for ``relu_``,
            ``layer_norm`` for ``native_layer_norm``. Rules for functions hold for it.
        refused: why it is not called, where a network might well hold it; empty where it is allowed.
        library: "aten", or "torchvision".
    """

    name: str
    overload: str
    kind: Kind
    function: str
    refused: str = ""
    library: str = "aten"

    @property
    def target(self) -> str:
        """As an exported file spells it."""
        return f"torch.ops.{self.library}.{self.name}.{self.overload}"

    @property
    def in_place(self) -> bool:
        """Whether it writes into its first argument."""
        return self.name.endswith("_") and not self.name.endswith("__")

    @property
    def reads(self) -> Reads:
        """Which positions of its input one position of the output depends on."""
        return _READS[self.kind]

    @property
    def multiplies(self) -> bool:
        """Whether it has multiply-accumulates to be counted."""
        return self.kind in _MULTIPLYING

    @property
    def without_products(self) -> bool:
        """Whether it is known to have no multiply-accumulates."""
        return self.kind not in _MULTIPLYING and self.kind not in _UNCOUNTED


def get(target: str) -> Operator | None:
    """The row for an exported file's ``torch.ops.aten.NAME.OVERLOAD``; None where there is none."""
    return OPERATORS.get(_PLAYED_AS.get(target, target))


# Differ in what gradients need alone: what ``torch.tensor`` in a forward is exported as.
_PLAYED_AS = {"torch.ops.aten.detach_.default": "torch.ops.aten.detach.default"}
# A name without an overload has the one called "default"; several overloads stand behind it, joined by "|".
_ALLOWED: dict[Kind, str] = {
    Kind.CONVOLUTION: "conv1d.default|padding conv2d.default|padding conv3d.default|padding convolution _convolution",
    Kind.DEFORMED_CONVOLUTION: "torchvision::deform_conv2d",
    Kind.TRANSPOSED_CONVOLUTION: "conv_transpose1d conv_transpose2d.input conv_transpose3d.input",
    Kind.LINEAR: "linear",
    Kind.MATRIX_PRODUCT: (
        "matmul mm bmm mv dot vdot inner addmm addmm_ addmv addmv_ baddbmm baddbmm_ addbmm addbmm_ einsum tensordot "
        "bilinear _trilinear linalg_multi_dot chain_matmul linalg_matmul linalg_vecdot matrix_power "
        "linalg_matrix_power cdist _euclidean_dist"
    ),
    Kind.ATTENTION: (
        "scaled_dot_product_attention _scaled_dot_product_flash_attention _scaled_dot_product_flash_attention_for_cpu "
        "_scaled_dot_product_efficient_attention _native_multi_head_attention _transformer_encoder_layer_fwd"
    ),
    Kind.RECURRENT: "lstm.input gru.input rnn_tanh.input rnn_relu.input",
    Kind.RECURRENT_STEP: "lstm_cell gru_cell rnn_tanh_cell rnn_relu_cell",
    Kind.OUTER: "outer ger addr addr_ kron",
    Kind.DISTANCE: "_cdist_forward pdist _pdist_forward",
    Kind.DECOMPOSITION: (
        "linalg_cholesky linalg_cholesky_ex linalg_det _linalg_det det logdet linalg_slogdet _linalg_slogdet slogdet "
        "inverse linalg_inv linalg_inv_ex linalg_pinv.atol_rtol_float linalg_qr linalg_svd _linalg_svd svd "
        "linalg_svdvals linalg_eigh _linalg_eigh linalg_eigvalsh linalg_householder_product linalg_lu_factor_ex "
        "linalg_lu_solve linalg_solve "
        "linalg_solve_ex _linalg_solve_ex linalg_solve_triangular linalg_matrix_exp matrix_exp"
    ),
    Kind.POOLING: (
        "max_pool1d max_pool2d max_pool3d max_pool1d_with_indices max_pool2d_with_indices max_pool3d_with_indices "
        "avg_pool1d avg_pool2d avg_pool3d"
    ),
    Kind.ADAPTIVE_POOLING: (
        "adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d _adaptive_avg_pool2d _adaptive_avg_pool3d "
        "adaptive_max_pool1d adaptive_max_pool2d adaptive_max_pool3d"
    ),
    Kind.ELEMENTWISE: (
        # activations
        "relu relu_ relu6 relu6_ leaky_relu leaky_relu_ prelu _prelu_kernel elu elu_ selu selu_ celu celu_ gelu gelu_ "
        "silu silu_ mish mish_ hardswish hardswish_ hardsigmoid hardsigmoid_ hardtanh hardtanh_ hardshrink softshrink "
        "softplus sigmoid sigmoid_ log_sigmoid log_sigmoid_forward tanh tanh_ threshold threshold_ glu "
        # arithmetic
        "add.Tensor|Scalar add_.Tensor|Scalar sub.Tensor|Scalar sub_.Tensor|Scalar rsub.Tensor|Scalar "
        "mul.Tensor|Scalar mul_.Tensor|Scalar div.Tensor|Scalar|Tensor_mode|Scalar_mode "
        "div_.Tensor|Scalar|Tensor_mode|Scalar_mode true_divide.Tensor|Scalar divide.Tensor|Scalar "
        "subtract.Tensor|Scalar multiply.Tensor|Scalar floor_divide.default|Scalar floor_divide_.Tensor|Scalar "
        "fmod.Tensor|Scalar remainder.Tensor|Scalar pow.Tensor_Tensor|Tensor_Scalar|Scalar pow_.Scalar|Tensor "
        "float_power.Tensor_Tensor|Tensor_Scalar|Scalar square square_ sqrt sqrt_ rsqrt rsqrt_ reciprocal reciprocal_ "
        "neg neg_ abs abs_ sign sgn exp exp_ exp2 expm1 log log_ log2 log10 log1p sin sin_ cos cos_ tan asin acos atan "
        "atan2 arctan2 sinh cosh asinh acosh atanh sinc erf erfc erfinv ceil ceil_ floor floor_ round.default|decimals "
        "round_ trunc frac clamp.default|Tensor clamp_.default|Tensor clip.default|Tensor clip_ "
        "clamp_min.default|Tensor clamp_min_ clamp_max.default|Tensor clamp_max_ "
        "maximum minimum max.other min.other fmax fmin lerp.Tensor|Scalar lerp_.Tensor|Scalar "
        "addcmul addcmul_ addcdiv addcdiv_ logaddexp hypot copysign.Tensor|Scalar nan_to_num nan_to_num_ special_expit "
        "absolute absolute_ angle arccos arccos_ arccosh arccosh_ arcsin arcsin_ arcsinh arcsinh_ arctan arctan_ "
        "arctan2_ arctanh arctanh_ acos_ acosh_ asin_ asinh_ atan_ atan2_ atanh_ copysign_.Tensor|Scalar cosh_ deg2rad "
        "deg2rad_ rad2deg rad2deg_ digamma lgamma mvlgamma polygamma divide_.Tensor|Scalar|Tensor_mode|Scalar_mode "
        "erf_ "
        "erfc_ erfinv_ exp2_ expm1_ fix fix_ float_power_.Scalar|Tensor fmod_.Scalar|Tensor frac_ frexp.Tensor gcd "
        "heaviside hypot_ i0 igamma igammac lcm ldexp.Tensor ldexp_ log10_ log1p_ log2_ logaddexp2 logit logit_ "
        "multiply_.Tensor|Scalar negative negative_ nextafter remainder_.Scalar|Tensor rrelu_ sgn_ sign_ signbit sinc_ "
        "sinh_ special_entr special_erf special_erfc special_erfcx special_erfinv special_exp2 special_expm1 "
        "special_gammaln special_i0 special_i0e special_i1 special_log1p special_log_ndtr special_logit special_ndtr "
        "special_ndtri special_round special_sinc special_xlog1py special_xlogy subtract_.Tensor|Scalar tan_ "
        "true_divide_.Tensor|Scalar trunc_ xlogy.Tensor|Scalar_Self|Scalar_Other xlogy_.Tensor|Scalar_Other "
        # comparisons and logic
        "eq_.Tensor|Scalar ne_.Tensor|Scalar lt_.Tensor|Scalar le_.Tensor|Scalar gt_.Tensor|Scalar ge_.Tensor|Scalar "
        "not_equal_.Tensor|Scalar less_.Tensor|Scalar less_equal_.Tensor|Scalar greater_.Tensor|Scalar "
        "greater_equal_.Tensor|Scalar isneginf isposinf isreal "
        "logical_and_ logical_or_ logical_not_ logical_xor_ bitwise_and_.Tensor|Scalar bitwise_or_.Tensor|Scalar "
        "bitwise_xor_.Tensor|Scalar bitwise_not_ bitwise_left_shift_.Tensor|Tensor_Scalar "
        "bitwise_right_shift_.Tensor|Tensor_Scalar "
        "eq.Tensor|Scalar ne.Tensor|Scalar lt.Tensor|Scalar le.Tensor|Scalar gt.Tensor|Scalar ge.Tensor|Scalar "
        "not_equal.Tensor|Scalar less.Tensor|Scalar less_equal.Tensor|Scalar greater.Tensor|Scalar "
        "greater_equal.Tensor|Scalar isclose isnan isinf isfinite "
        "logical_and logical_or logical_not logical_xor bitwise_and.Tensor|Scalar bitwise_or.Tensor|Scalar "
        "bitwise_xor.Tensor|Scalar bitwise_not __and__.Tensor|Scalar __or__.Tensor|Scalar __xor__.Tensor|Scalar "
        "bitwise_left_shift.Tensor|Tensor_Scalar bitwise_right_shift.Tensor|Tensor_Scalar "
        "__lshift__.Scalar|Tensor __rshift__.Scalar|Tensor "
        "where.self|ScalarSelf|ScalarOther|Scalar masked_fill.Scalar|Tensor masked_fill_.Scalar|Tensor "
        "real imag view_as_real view_as_real_copy view_as_complex view_as_complex_copy complex polar _conj_copy "
        "_conj conj resolve_conj resolve_neg"
    ),
    Kind.BATCH_NORM: (
        "batch_norm native_batch_norm _native_batch_norm_legit.default|no_stats _native_batch_norm_legit_no_training "
        "_native_batch_norm_legit_functional _batch_norm_with_update _batch_norm_with_update_functional "
        "_batch_norm_no_update cudnn_batch_norm miopen_batch_norm"
    ),
    Kind.NORM: (
        "layer_norm native_layer_norm group_norm native_group_norm instance_norm rms_norm _fused_rms_norm _weight_norm "
        "_weight_norm_interface cosine_similarity"
    ),
    Kind.REDUCTION: (
        "sum.default|dim_IntList mean.default|dim amax amin max.default|dim min.default|dim aminmax argmax argmin "
        "any.default|dim|dims all.default|dim|dims prod.default|dim_int var.default|dim|correction "
        "std.default|dim|correction var_mean.default|dim|correction std_mean.default|dim|correction logsumexp "
        "norm.Scalar|ScalarOpt_dim|ScalarOpt_dim_dtype|ScalarOpt_dtype linalg_vector_norm trace nansum "
        "nanmean median.default|dim nanmedian.default|dim count_nonzero.default|dim_IntList mode "
        "quantile.default|scalar "
        "nanquantile.default|scalar dist pairwise_distance linalg_norm.default linalg_matrix_norm.default|str_ord "
        "special_logsumexp norm_except_dim sum_to_size renorm linalg_cross cross "
        "trapezoid.x|dx"
    ),
    Kind.SOFTMAX: "softmax.int _softmax _safe_softmax special_softmax special_log_softmax log_softmax.int _log_softmax",
    Kind.SCAN: "cumsum cumsum_ cumprod cumprod_ cummax cummin logcumsumexp cumulative_trapezoid.x|dx",
    Kind.SORT: "topk sort.default|stable argsort.default|stable msort kthvalue searchsorted.Tensor bucketize.Tensor "
    "isin.Tensor_Tensor|Tensor_Scalar",
    Kind.RESHAPE: (
        "view.default|dtype view_copy view_as reshape reshape_as _unsafe_view _reshape_alias flatten.using_ints "
        "unflatten.int ravel squeeze.default|dim|dims squeeze_copy.default|dim|dims unsqueeze unsqueeze_copy "
        "atleast_1d atleast_2d atleast_3d"
    ),
    Kind.PERMUTE: (
        "permute permute_copy transpose.int transpose_copy.int t t_copy swapaxes swapdims movedim.int|intlist "
        "moveaxis.int|intlist numpy_T matrix_H mT mH adjoint"
    ),
    Kind.PICK: (
        "slice.Tensor slice_copy.Tensor select.int select_copy.int narrow.default|Tensor narrow_copy index.Tensor "
        "_unsafe_index.Tensor index_select gather take_along_dim diagonal diagonal_copy diag diag_embed as_strided "
        "as_strided_copy unfold unfold_copy diff roll flip fliplr flipud rot90 tril tril_ triu triu_ embedding one_hot "
        "take linalg_diagonal diagflat nonzero_static"
    ),
    Kind.PUT: (
        "index_put index_put_ _unsafe_index_put index_copy index_copy_ index_add index_add_ index_fill.int_Scalar "
        "index_fill_.int_Scalar slice_scatter select_scatter diagonal_scatter as_strided_scatter "
        "scatter.src|value scatter_.src|value scatter_add scatter_add_ scatter_reduce.two masked_scatter copy copy_ "
        "fill.Scalar|Tensor fill_.Scalar|Tensor zero zero_ put put_ fill_diagonal_ index_fill.int_Tensor index_reduce "
        "index_reduce_ scatter.reduce|value_reduce scatter_reduce_.two masked_scatter_ max_unpool2d max_unpool3d"
    ),
    Kind.JOIN: "cat concat concatenate stack hstack vstack dstack column_stack row_stack block_diag cartesian_prod",
    Kind.PIECES: (
        "split.Tensor|sizes split_with_sizes split_with_sizes_copy split_copy.Tensor unsafe_split.Tensor "
        "unsafe_split_with_sizes chunk unsafe_chunk unbind.int unbind_copy.int "
        "tensor_split.sections|indices broadcast_tensors meshgrid.default|indexing hsplit.int|array vsplit.int|array "
        "dsplit.int|array"
    ),
    Kind.PAD: (
        "pad constant_pad_nd reflection_pad1d reflection_pad2d reflection_pad3d replication_pad1d replication_pad2d "
        "replication_pad3d _pad_circular _pad_enum"
    ),
    Kind.RESAMPLE: (
        "upsample_nearest1d.default|vec upsample_nearest2d.default|vec upsample_nearest3d.default|vec "
        "_upsample_nearest_exact1d.default|vec _upsample_nearest_exact2d.default|vec "
        "_upsample_nearest_exact3d.default|vec upsample_linear1d.default|vec upsample_bilinear2d.default|vec "
        "upsample_trilinear3d.default|vec upsample_bicubic2d.default|vec _upsample_bilinear2d_aa.default|vec "
        "_upsample_bicubic2d_aa.default|vec grid_sampler grid_sampler_2d grid_sampler_3d affine_grid_generator "
        "fractional_max_pool2d fractional_max_pool3d torchvision::roi_align torchvision::roi_pool "
        "torchvision::ps_roi_align torchvision::ps_roi_pool"
    ),
    Kind.SHUFFLE: "pixel_shuffle pixel_unshuffle channel_shuffle native_channel_shuffle im2col col2im",
    Kind.EXPAND: "expand expand_copy expand_as broadcast_to repeat tile repeat_interleave.self_int",
    Kind.COPY: (
        "clone contiguous detach detach_copy alias alias_copy positive lift lift_fresh lift_fresh_copy type_as "
        "to.dtype|dtype_layout|device|other _to_copy feature_dropout feature_dropout_ dropout dropout_ "
        "alpha_dropout alpha_dropout_ feature_alpha_dropout feature_alpha_dropout_ native_dropout requires_grad_ "
        "_conj_physical "
        "conj_physical conj_physical_"
    ),
    Kind.SPECTRUM: (
        "fft_fft fft_ifft fft_rfft fft_irfft fft_fft2 fft_ifft2 fft_rfft2 fft_irfft2 fft_fftn fft_ifftn fft_rfftn "
        "fft_irfftn fft_hfft fft_ihfft fft_hfft2 fft_ihfft2 fft_hfftn fft_ihfftn fft_fftshift fft_ifftshift _fft_r2c "
        "_fft_c2r _fft_c2c"
    ),
    Kind.FACTORY: (
        "empty.memory_format empty_like empty_strided empty_permuted zeros zeros_like ones ones_like full full_like "
        "new_empty new_empty_strided new_zeros new_ones new_full scalar_tensor arange.default|start|start_step "
        "linspace logspace eye.default|m fft_fftfreq fft_rfftfreq tril_indices triu_indices "
        "hann_window.default|periodic "
        "hamming_window.default|periodic bartlett_window.default|periodic blackman_window.default|periodic"
    ),
    Kind.RANDOM: (
        "rand randn randint.default|low randperm rand_like randn_like randint_like.default|low_dtype bernoulli "
        "bernoulli.p bernoulli_.float|Tensor uniform_ normal_ rrelu "
        "exponential_ multinomial poisson normal.Tensor_float|float_Tensor|Tensor_Tensor normal_functional"
    ),
    Kind.SIZE: (
        "sym_size.int sym_size.default sym_numel sym_stride.int sym_stride.default sym_storage_offset sym_is_contiguous"
    ),
    Kind.CHECK: (
        "_assert_async.default|msg _assert_scalar _assert_tensor_metadata _functional_assert_async.msg "
        "_functional_assert_scalar sym_constrain_range sym_constrain_range_for_size"
    ),
}
_DATA = Message("whose result's size depends on the numbers")
_NUMBER = Message("which turns a tensor into a number of the program")
# Networks hold these now and then; the reason is told.
_REFUSED: dict[str, tuple[Kind, Message]] = {
    **dict.fromkeys(
        (
            "nonzero.default",
            "nonzero_numpy.default",
            "argwhere.default",
            "where.default",
            "masked_select.default",
            "unique_consecutive.default",
            "unique_dim.default",
            "_unique2.default",
            "repeat_interleave.Tensor",
            "repeat_interleave.self_Tensor",
            "bincount.default",
            "combinations.default",
            "torchvision::nms.default",
        ),
        (Kind.PICK, _DATA),
    ),
    **dict.fromkeys(
        ("item.default", "_local_scalar_dense.default", "is_nonzero.default", "equal.default", "allclose.default"),
        (Kind.SIZE, _NUMBER),
    ),
}
# Operators that are a function under another name than their own without underscores and "native".
_FUNCTIONS = {
    "convolution": "convolution",
    "_native_batch_norm_legit": "batch_norm",
    "_native_batch_norm_legit_no_training": "batch_norm",
    "_native_batch_norm_legit_functional": "batch_norm",
    "_batch_norm_with_update": "batch_norm",
    "_batch_norm_with_update_functional": "batch_norm",
    "_batch_norm_no_update": "batch_norm",
    "cudnn_batch_norm": "batch_norm",
    "miopen_batch_norm": "batch_norm",
    "_fused_rms_norm": "rms_norm",
    "_prelu_kernel": "prelu",
    "log_sigmoid": "logsigmoid",
    "log_sigmoid_forward": "logsigmoid",
    "special_expit": "sigmoid",
    "_safe_softmax": "softmax",
    "special_softmax": "softmax",
    "special_log_softmax": "log_softmax",
    "special_logsumexp": "logsumexp",
    "_native_multi_head_attention": "native_multi_head_attention",
    "ger": "outer",
    "linalg_matmul": "matmul",
    "matrix_H": "mH",
    "row_stack": "vstack",
    "_euclidean_dist": "cdist",
    "_cdist_forward": "cdist",
    "_unsafe_view": "view",
    "_reshape_alias": "view",
    "_unsafe_index": "index",
    "_unsafe_index_put": "index_put",
    "_to_copy": "to",
    "_pad_enum": "pad",
    "grid_sampler_2d": "grid_sampler",
    "grid_sampler_3d": "grid_sampler",
    "im2col": "unfold_windows",
    "col2im": "fold",
    "_conj": "conj",
    **{
        f"_scaled_dot_product_{kind}": "scaled_dot_product_attention"
        for kind in ("flash_attention", "flash_attention_for_cpu", "efficient_attention")
    },
}


def _function(name: str) -> str:
    if name.startswith("__"):
        return name
    plain = _FUNCTIONS.get(name, name.removeprefix("_").removeprefix("native_").removesuffix("_"))
    for ending in ("_with_indices", "_copy"):
        if name not in {"index_copy", "index_copy_"}:
            plain = plain.removesuffix(ending)
    return plain.removeprefix("unsafe_")


def _row(name: str, overload: str, kind: Kind, refused: str = "") -> Operator:
    library, _, own = name.rpartition("::")
    return Operator(own, overload, kind, _function(own), refused, library or "aten")


def _rows() -> dict[str, Operator]:
    rows: dict[str, Operator] = {}
    for kind, names in _ALLOWED.items():
        for entry in names.split():
            name, _, overloads = entry.partition(".")
            for overload in (overloads or "default").split("|"):
                row = _row(name, overload, kind)
                if row.target in rows:
                    raise ValueError(f"{row.target} stands twice in the table")
                rows[row.target] = row
    for entry, (kind, reason) in _REFUSED.items():
        name, _, overload = entry.partition(".")
        row = _row(name, overload, kind, reason)
        if row.target in rows:
            raise ValueError(f"{row.target} is both allowed and refused")
        rows[row.target] = row
    return rows


OPERATORS: Mapping[str, Operator] = MappingProxyType(_rows())
"""Every row by its ``target``."""
