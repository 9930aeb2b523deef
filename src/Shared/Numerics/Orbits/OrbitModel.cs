namespace Farm.Numerics;

/// <summary>
/// A small network whose gradient descent is iterated: f = Σ_u v_u·φ(w_u·x + b_u) + c, where φ(z) is z above 0 and
/// <paramref name="Slope"/>·z below.
/// </summary>
/// <remarks>
/// Parameters lie unit after unit, each unit's weights and then its bias; then, where the output is trained, v_1 … v_k and c.
/// Where it is not, v = 1 and c = 0: then the map is affine on each activity pattern. φ' at 0 is the slope below, but 0 for
/// the absolute value.
/// </remarks>
/// <param name="Inputs">Numbers of a point, 1 or 2.</param>
/// <param name="Units">Hidden units, at least 1.</param>
/// <param name="HasBias">Whether units have a bias.</param>
/// <param name="IsDeep">Whether output weights and output bias are trained too.</param>
/// <param name="Slope">φ' below 0: 0 for a ReLU, 1 for the identity, −1 for the absolute value.</param>
public sealed record OrbitModel(int Inputs, int Units, bool HasBias, bool IsDeep, double Slope)
{
    /// <summary>Trained numbers of a unit.</summary>
    public int PerUnit => Inputs + (HasBias ? 1 : 0);

    /// <summary>Trained numbers.</summary>
    public int Parameters => Units * PerUnit + (IsDeep ? Units + 1 : 0);

    /// <summary>φ' at 0.</summary>
    public double SlopeAtZero => Slope == -1 ? 0 : Slope;
}
