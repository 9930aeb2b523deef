using System.Security.Cryptography;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Dynamics;

namespace Farm.Studies.Tests.Dynamics;

/// <summary>Cells of the dynamics study for tests, and the columns of their trials.</summary>
internal static class OrbitCells
{
    public const ulong Seed = 20260101;

    public static readonly DynamicsStudy Study = new();

    /// <summary>Short orbits of each kind: every model, data set and way to end.</summary>
    public static readonly string[] Kinds =
    [
        "model=weight-linear,points=lopsided,learning_rate=0.15",
        "model=weight-linear,learning_rate=1.1",
        "model=weight-relu,points=mirror,learning_rate=2.4,verify_every=4",
        "model=weight-relu,points=lopsided,slope=0.3,learning_rate=0.7",
        "model=weight-abs,learning_rate=1.2,verify_every=4",
        "model=weight-abs,points=lopsided,learning_rate=1.5",
        "model=abs,learning_rate=0.7,verify_every=4",
        "model=abs,data=ones,learning_rate=1.2,watch=9",
        "model=abs,data=uneven,learning_rate=0.9,exponents=off",
        "model=relu,data=or,slope=0.1,learning_rate=1.1,verify_every=4",
        "model=relu,data=and,learning_rate=0.6,start=normal,start_width=0.5",
        "model=relu-pair,learning_rate=0.4,start_width=1",
        "model=relu-pair,data=zeros,slope=0.4,learning_rate=0.5,max_period=3",
        "model=two-layer,learning_rate=0.4,start=normal,start_width=1,verify_every=16",
        "model=two-layer,width=1,slope=0.2,data=uneven,learning_rate=0.2,exponents=off",
    ];

    /// <summary>A cell from its differences to the defaults, but short.</summary>
    public static Cell Of(string differences, IStudy? study = null)
    {
        var given = differences.Split(',').Select(d => d.Split('='))
            .Select(d => (d[0], double.TryParse(d[1], out var number) ? Value.Of(number) : Value.Of(d[1]))).ToList();
        foreach (var (name, value) in new[] { ("transient", 512), ("steps", 1024) })
        {
            if (given.All(g => g.Item1 != name))
            {
                given.Add((name, Value.Of(value)));
            }
        }

        return (study ?? Study).CellWith([.. given]);
    }

    public static TrialColumns Run(
        string differences, int rows, LaneWidth width = LaneWidth.Bits512, long first = 0, ITrialRunner? runner = null, IStudy? study = null)
    {
        study ??= Study;
        var cell = Of(differences, study);
        Assert.Empty(study.Refuse(cell));
        var columns = new TrialColumns(study.Description.MeasurementsOf(cell), rows);
        columns.Begin(first, rows);
        (runner ?? study.CreateRunner(width)).Run(cell, Seed, columns);
        return columns;
    }

    public static string[] Words(TrialColumns columns, string measurement)
    {
        var column = columns.IndexOf(measurement);
        return [.. columns.Bytes(column).ToArray().Select(code => columns.Measurements[column].Words[code])];
    }

    public static double[] Values(TrialColumns columns, string measurement) => XorCells.Values(columns, measurement);

    /// <summary>A digest of trials of all kinds.</summary>
    public static string Digest(LaneWidth width)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var kind in Kinds)
        {
            var columns = Run(kind, 40, width, first: 100);
            for (var column = 0; column < columns.Measurements.Count; column++)
            {
                hash.AppendData(columns.Raw(column));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset())[..16];
    }
}
