using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>Philox 4x32-10: 128 random bits as a pure function of a 64-bit key and a 128-bit counter.</summary>
/// <remarks>
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, and its Random123
/// library, whose known answers the tests hold. Farm's counter is (trial low, trial high, stream, draw).
/// </remarks>
public static class Philox
{
    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;

    /// <summary>The four random words of one draw.</summary>
    /// <param name="key">A cell's stream key.</param>
    /// <param name="trial">The trial's index.</param>
    /// <param name="stream">What the draw is for.</param>
    /// <param name="draw">How many draws of that stream came before.</param>
    public static (uint Word0, uint Word1, uint Word2, uint Word3) Draw(ulong key, ulong trial, uint stream, uint draw)
    {
        var (key0, key1) = ((uint)key, (uint)(key >> 32));
        var (c0, c1, c2, c3) = ((uint)trial, (uint)(trial >> 32), stream, draw);
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * c0;
            var product1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = (
                (uint)(product1 >> 32) ^ c1 ^ key0, (uint)product1, (uint)(product0 >> 32) ^ c3 ^ key1, (uint)product0);
            key0 += Weyl0;
            key1 += Weyl1;
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>The four words of each lane's counter, all lanes under one key, in place.</summary>
    /// <param name="key">Its low word is key word 0.</param>
    /// <param name="word0">Counter word 0, then random word 0.</param>
    /// <param name="word1">Counter word 1, then random word 1.</param>
    /// <param name="word2">Counter word 2, then random word 2.</param>
    /// <param name="word3">Counter word 3, then random word 3.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Draw<T>(ulong key, ref T word0, ref T word1, ref T word2, ref T word3)
        where T : struct, ILanes<T>
    {
        var (key0, key1) = ((uint)key, (uint)(key >> 32));
        var (c0, c1, c2, c3) = (word0, word1, word2, word3);
        for (var round = 0; round < Rounds; round++)
        {
            T.MultiplyBits(c0, Multiplier0, out var high0, out var low0);
            T.MultiplyBits(c2, Multiplier1, out var high1, out var low1);
            c0 = high1 ^ c1 ^ T.OfBits(key0);
            c1 = low1;
            c2 = high0 ^ c3 ^ T.OfBits(key1);
            c3 = low0;
            key0 += Weyl0;
            key1 += Weyl1;
        }

        (word0, word1, word2, word3) = (c0, c1, c2, c3);
    }
}
