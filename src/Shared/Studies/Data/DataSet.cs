using System.Buffers.Binary;
using System.Security.Cryptography;
using Farm.Numerics;

namespace Farm.Studies.Data;

/// <summary>Samples as networks learn them: inputs scaled, and a target or a class each.</summary>
/// <remarks>
/// Of a regression's table every input column is standardised, (x − mean)/sd with the standard deviation that divides by the
/// number of rows, and so is the target, in float64; inputs are then rounded to float32. Of a classification's the inputs are
/// moved and scaled by one mean and one standard deviation of all of them, since single columns may be constant. The digest
/// of a table is that of its samples as they are scaled, whatever its file looks like.
/// </remarks>
public sealed class DataSet
{
    private readonly double[] targets;

    private DataSet(
        string name, bool isUsers, Matrix inputs, double[] targets, int[]? classes, int outputs, string? digest = null)
    {
        (Name, Inputs, this.targets, Classes, Outputs) = (name, inputs, targets, classes, outputs);
        Digest = digest ?? DigestOf();
        Word = isUsers ? $"{name}@{Digest[..DigestDigits]}" : name;
    }

    /// <summary>Digits of the digest in the word of a user's set.</summary>
    public const int DigestDigits = 16;

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its word in sweeps: the name, and of a user's set <c>@</c> and the first digits of the digest.</summary>
    public string Word { get; }

    /// <summary>Scaled inputs: a row a sample.</summary>
    public Matrix Inputs { get; }

    /// <summary>Standardised targets of a regression, one a sample; empty for a classification.</summary>
    public ReadOnlySpan<double> Targets => targets;

    /// <summary>Each sample's class; null for a regression.</summary>
    public int[]? Classes { get; }

    /// <summary>Number of classes, or 1.</summary>
    public int Outputs { get; }

    /// <summary>Number of samples.</summary>
    public int Rows => Inputs.Rows;

    /// <summary>SHA-256 of the content, 64 hexadecimal digits.</summary>
    public string Digest { get; }

    /// <summary>A regression's data, its last column the target; or what stands against it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="table">The table.</param>
    /// <param name="isUsers">Whether it is a user's, so that its digest is part of its word.</param>
    public static (DataSet? Data, DataFaults Faults) ForRegression(string name, DataTable table, bool isUsers = false)
    {
        var faults = new DataFaults();
        var last = table.Columns.Count - 1;
        var inputs = new Matrix(table.Rows.Count, last);
        var targets = new double[table.Rows.Count];
        for (var column = 0; column <= last; column++)
        {
            var (mean, deviation) = MomentsOf(table, column, column + 1);
            if (!(deviation > 0) || IsConstant(table, column, column + 1))
            {
                faults.Add(0, column + 1, column == last
                    ? $"({table.Columns[column]}), the target, is the same in every row: there is nothing to learn"
                    : $"({table.Columns[column]}) is the same in every row and cannot be standardised: leave it out");
                continue;
            }

            for (var row = 0; row < targets.Length; row++)
            {
                var standard = (table.Rows[row][column] - mean) / deviation;
                if (column == last)
                {
                    targets[row] = standard;
                }
                else
                {
                    inputs.Row(row)[column] = (float)standard;
                }
            }
        }

        return faults.Count > 0 ? (null, faults) : (new DataSet(name, isUsers, inputs, targets, null, 1), faults);
    }

    /// <summary>A classification's data, its last column the class, from 0; or what stands against it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="table">The table.</param>
    /// <param name="classes">Number of classes.</param>
    public static (DataSet? Data, DataFaults Faults) ForClasses(string name, DataTable table, int classes)
    {
        var faults = new DataFaults();
        var last = table.Columns.Count - 1;
        var labels = new int[table.Rows.Count];
        for (var row = 0; row < labels.Length; row++)
        {
            var label = table.Rows[row][last];
            if (label != Math.Floor(label) || label < 0 || label >= classes)
            {
                faults.Add(row + 2, last + 1, FormattableString.Invariant($"is {label}, not a class from 0 to {classes - 1}"));
                continue;
            }

            labels[row] = (int)label;
        }

        var (mean, deviation) = MomentsOf(table, 0, last);
        if (!(deviation > 0) || IsConstant(table, 0, last))
        {
            faults.Add(0, 0, "has the same number everywhere: there is nothing to learn");
        }

        if (faults.Count > 0)
        {
            return (null, faults);
        }

        var inputs = new Matrix(labels.Length, last);
        for (var row = 0; row < labels.Length; row++)
        {
            for (var column = 0; column < last; column++)
            {
                inputs.Row(row)[column] = (float)((table.Rows[row][column] - mean) / deviation);
            }
        }

        return (new DataSet(name, isUsers: false, inputs, [], labels, classes), faults);
    }

    /// <summary>A user's classification that is scaled already.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="inputs">A row a sample.</param>
    /// <param name="classes">Each sample's class.</param>
    /// <param name="outputs">Number of classes.</param>
    /// <param name="digest">SHA-256 of the content, 64 hexadecimal digits.</param>
    internal static DataSet OfClasses(string name, Matrix inputs, int[] classes, int outputs, string digest) =>
        new(name, isUsers: true, inputs, [], classes, outputs, digest);

    /// <summary>Whether targets still differ when y = γ·(y* − mean)/sd + δ has been rounded to float32.</summary>
    /// <param name="gamma">γ.</param>
    /// <param name="delta">δ.</param>
    public bool HasSpread(double gamma, double delta)
    {
        if (Classes is not null)
        {
            return true;
        }

        var first = (float)(gamma * targets[0] + delta);
        return targets.Any(t => (float)(gamma * t + delta) != first);
    }

    /// <summary>Samples to train on; a regression's with y = γ·(y* − mean)/sd + δ, rounded once to float32.</summary>
    /// <param name="gamma">γ.</param>
    /// <param name="delta">δ.</param>
    public TrainingData ToTrain(double gamma, double delta)
    {
        if (Classes is not null)
        {
            return new TrainingData(Inputs, Classes, Outputs);
        }

        var scaled = new Matrix(Rows, 1);
        for (var row = 0; row < Rows; row++)
        {
            scaled.Row(row)[0] = (float)(gamma * targets[row] + delta);
        }

        return new TrainingData(Inputs, scaled);
    }

    /// <summary>Mean and standard deviation (divided by the count) of some columns together, in float64, row by row.</summary>
    private static (double Mean, double Deviation) MomentsOf(DataTable table, int from, int to)
    {
        double count = (double)table.Rows.Count * (to - from), sum = 0, square = 0;
        foreach (var row in table.Rows)
        {
            for (var column = from; column < to; column++)
            {
                sum += row[column];
            }
        }

        var mean = sum / count;
        foreach (var row in table.Rows)
        {
            for (var column = from; column < to; column++)
            {
                square += (row[column] - mean) * (row[column] - mean);
            }
        }

        return (mean, Math.Sqrt(square / count));
    }

    /// <summary>Whether some columns hold one number alone: rounding can give even those a deviation above 0.</summary>
    private static bool IsConstant(DataTable table, int from, int to)
    {
        var number = table.Rows[0][from];
        return table.Rows.All(row => row.AsSpan(from, to - from).IndexOfAnyExcept(number) < 0);
    }

    private string DigestOf()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(double)];
        void Add(double value, Span<byte> to)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(to, value);
            hash.AppendData(to);
        }

        Add(Rows, number);
        Add(Inputs.Columns, number);
        Add(Outputs, number);
        for (var row = 0; row < Rows; row++)
        {
            foreach (var input in Inputs.Row(row))
            {
                Add(input, number);
            }

            Add(Classes is null ? targets[row] : Classes[row], number);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
