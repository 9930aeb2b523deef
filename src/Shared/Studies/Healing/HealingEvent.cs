namespace Farm.Studies.Healing;

/// <summary>One healing action, with what called for it before and after.</summary>
/// <remarks>
/// What <paramref name="Before"/> and <paramref name="After"/> are depends on the action: a warm-up's min_j m_j, m_j the
/// highest pre-activation of sample j; the torque ratio for tangent and noise, the gradient held; the slope below 0; ‖θ‖ for
/// reinit and prune; the factor of η for step-size; λ for weight-decay; z of the sample for revive; |b|/‖w‖ for centre.
/// </remarks>
/// <param name="Update">Updates made when it happened.</param>
/// <param name="Layer">The layer, from 0; −1 for the whole network.</param>
/// <param name="Unit">The unit, from 0; −1 for the whole layer.</param>
/// <param name="Action">What was done.</param>
/// <param name="Samples">Samples of the batch that called for it: those that are dead data; 0 where none did.</param>
/// <param name="Before">Before.</param>
/// <param name="After">After.</param>
public readonly record struct HealingEvent(
    long Update, int Layer, int Unit, HealingAction Action, int Samples, double Before, double After)
{
    /// <summary>The one sample that called for it, from 0; −1 where it was not one.</summary>
    public int Sample { get; init; } = -1;
}
