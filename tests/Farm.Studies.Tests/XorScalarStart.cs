using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Tests;

/// <summary>A trial's start: Philox in plain integers, the normals through the library's formulas in one lane.</summary>
internal sealed class XorScalarStart(XorScalar network, Cell cell, ulong key)
{
    public float[] Draw(long trial, out int redraws)
    {
        for (redraws = 0; ; redraws++)
        {
            var theta = Attempt(trial, (uint)redraws);
            if (IsAccepted(theta))
            {
                return theta;
            }
        }
    }

    private float[] Attempt(long trial, uint draw)
    {
        var words = Philox([(uint)trial, (uint)(trial >> 32), 0, draw]);
        var sigma = network.Number("init_std");
        var (w, v) = (Normals(words[0], words[1]), Normals(words[2], words[3]));
        float[] theta = [sigma * w.X, sigma * w.Y, 0, sigma * v.X, sigma * v.Y, 0];
        switch (cell.Parameters["init"].Word)
        {
            case "mirror":
                (theta[3], theta[4]) = (-theta[0], -theta[1]);
                break;
            case "sphere":
                theta[2] = network.Number("radius") * MathF.Sqrt(MathF.FusedMultiplyAdd(theta[0], theta[0], theta[1] * theta[1]));
                theta[5] = network.Number("radius") * MathF.Sqrt(MathF.FusedMultiplyAdd(theta[3], theta[3], theta[4] * theta[4]));
                break;
        }

        return theta;
    }

    private bool IsAccepted(float[] theta)
    {
        var init = cell.Parameters["init"].Word;
        if (init is not ("live" or "margin"))
        {
            return true;
        }

        var isDistance = init == "margin" && cell.Parameters["margin_kind"].Word == "distance";
        var needed = init == "margin" && !isDistance ? network.Number("margin") : 0;
        var isAbs = cell.Parameters["model"].Word == "abs";
        var z = Enumerable.Range(0, network.Units).Select(u => XorScalar.Preactivate(theta, u)).ToArray();
        var isLive = Enumerable.Range(0, 4).All(p => z.Any(u => isAbs ? u[p] != 0 : u[p] > needed));
        return isLive && (!isDistance || z.Select((u, i) => (u, i)).All(u =>
        {
            var (x, y) = (theta[3 * u.i], theta[3 * u.i + 1]);
            return u.u.Min(MathF.Abs) / MathF.Sqrt(MathF.FusedMultiplyAdd(x, x, y * y)) >= network.Number("margin");
        }));
    }

    private static (float X, float Y) Normals(uint radiusWord, uint angleWord)
    {
        NormalPair.Of(Lanes128.OfBits(radiusWord), Lanes128.OfBits(angleWord), out var first, out var second);
        var (x, y) = (new float[4], new float[4]);
        Lanes128.Store(first, ref x[0]);
        Lanes128.Store(second, ref y[0]);
        return (x[0], y[0]);
    }

    private uint[] Philox(uint[] c)
    {
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < 10; round++)
        {
            var (p0, p1) = (0xD2511F53UL * c[0], 0xCD9E8D57UL * c[2]);
            c = [(uint)(p1 >> 32) ^ c[1] ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c[3] ^ k1, (uint)p0];
            unchecked
            {
                (k0, k1) = (k0 + 0x9E3779B9, k1 + 0xBB67AE85);
            }
        }

        return c;
    }
}
