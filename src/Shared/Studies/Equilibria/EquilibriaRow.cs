using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Equilibria;

/// <summary>Writes one trial's row by the measurements' names; a measurement that the cell does not have is passed over.</summary>
/// <param name="columns">Where to.</param>
/// <param name="row">The row.</param>
internal readonly struct EquilibriaRow(TrialColumns columns, int row)
{
    private static readonly string[] weights = ["x", "y", "z"];

    /// <summary>A flag, a small number or a category's code.</summary>
    public void Put(string name, int value)
    {
        if (columns.IndexOf(name) is >= 0 and var at)
        {
            if (columns.Measurements[at].Type == ColumnType.Count)
            {
                columns.Counts(at)[row] = checked((ushort)value);
            }
            else
            {
                columns.Bytes(at)[row] = checked((byte)value);
            }
        }
    }

    /// <summary>Yes or no.</summary>
    public void Put(string name, bool value) => Put(name, value ? 1 : 0);

    /// <summary>A number; NaN for none.</summary>
    public void Put(string name, double value)
    {
        if (columns.IndexOf(name) is >= 0 and var at)
        {
            if (columns.Measurements[at].Type == ColumnType.Float32)
            {
                columns.Floats(at)[row] = (float)value;
            }
            else
            {
                columns.Doubles(at)[row] = value;
            }
        }
    }

    /// <summary>The float64 next to an exact number; NaN for none.</summary>
    public void Put(string name, Rational? value) => Put(name, value?.ToDouble() ?? double.NaN);

    /// <summary>The parameters, unit by unit; NaN for none.</summary>
    public void PutPoint(PiecewiseLoss loss, Rational[]? point)
    {
        for (var j = 0; j < loss.Parameters; j++)
        {
            var (unit, place) = Math.DivRem(j, loss.Block);
            Put(place == loss.Block - 1 ? $"b{unit + 1}" : $"w{unit + 1}_{weights[place]}", point?[j]);
        }
    }

    /// <summary>The angular derivatives of each unit; NaN for none.</summary>
    public void PutAngular(PiecewiseLoss loss, Rational[]? point)
    {
        for (var unit = 0; unit < loss.Model.Units; unit++)
        {
            var angular = point is null ? null : AngularLoss.Of(loss, point, unit);
            Put($"slope_left_{unit + 1}", angular?.SlopeLeft);
            Put($"slope_right_{unit + 1}", angular?.SlopeRight);
            Put($"curvature_left_{unit + 1}", angular?.CurvatureLeft);
            Put($"curvature_right_{unit + 1}", angular?.CurvatureRight);
        }
    }
}
