namespace Farm.Numerics;

/// <summary>The loss of a batch: a mean over its samples.</summary>
public enum LossKind
{
    /// <summary>Of Σ_k (f_k − y_k)², summed over outputs.</summary>
    SquaredError,

    /// <summary>Of −ln p_class with p the softmax of f.</summary>
    CrossEntropy,
}
