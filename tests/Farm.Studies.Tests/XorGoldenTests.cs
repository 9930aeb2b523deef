using System.Security.Cryptography;
using Farm.Numerics;

namespace Farm.Studies.Tests;

/// <summary>Digests of seeded trials of every kind: bits that change without a new revision show here.</summary>
public sealed class XorGoldenTests
{
    [Theory]
    [InlineData(1, "B6A8528C557DF75E")]
    [InlineData(2, "75FE940C2CB627F5")]
    public void The_columns_of_a_version_keep_their_bits(int version, string digest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var kind in XorCells.Kinds)
        {
            var columns = XorCells.Run(XorCells.Of(kind), LaneWidth.Bits256, 5_000, 100);
            for (var column = 0; column < columns.Measurements.Count; column++)
            {
                if (columns.Measurements[column].Since <= version)
                {
                    hash.AppendData(columns.Raw(column));
                }
            }
        }

        Assert.Equal(digest, Convert.ToHexString(hash.GetHashAndReset())[..16]);
    }
}
