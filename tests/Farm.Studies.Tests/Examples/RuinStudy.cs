using System.Buffers.Binary;
using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Tests.Examples;

/// <summary>How long does a gambler play who bets one coin a round, until he has lost all or reached his goal?</summary>
public sealed class RuinStudy : ILongStudy
{
    private const int RowEvery = 100;

    public StudyDescription Description { get; } = new(
        "ruin",
        Revision: 1,
        ColumnVersion: 1,
        "How long does a gambler play, and how often is he ruined?",
        BlockSize: 1,
        Axes:
        [
            new("stake", new IntegerDomain(1, 1_000), Value.Of(10), "coins at the start") { Unit = "coins" },
            new("goal", new IntegerDomain(2, 2_000), Value.Of(20), "coins at which he leaves") { Unit = "coins" },
            new("patience", new IntegerDomain(1, 10_000_000), Value.Of(100_000), "rounds at most") { Unit = "rounds" },
        ],
        Measurements:
        [
            new("ruined", ColumnType.Flag, "whether he lost all") { KeptBits = 1 },
            new("rounds", ColumnType.Float64, "rounds played") { Unit = "rounds" },
        ])
    {
        Long = new LongTrials(
            Slices: cell => new SliceLayout((long)cell.Parameters["patience"].Number, StepsPerSlice: 1_000),
            Curve: [new("coins", ColumnType.Count, "coins that he has") { Unit = "coins" }]),
    };

    public IEnumerable<CellRefusal> Refuse(Cell cell)
    {
        if (cell.Parameters["stake"].Number >= cell.Parameters["goal"].Number)
        {
            yield return new CellRefusal("goal", "he has reached it before he begins; give more than the stake");
        }
    }

    public ILongTrialRunner CreateLongRunner(LaneWidth width) => new Runner();

    private sealed class Runner : ILongTrialRunner
    {
        public byte[]? Advance(
            in LongTrial trial, ReadOnlySpan<byte> state, long steps, CurveRows curve, TrialColumns columns)
        {
            var parameters = trial.Cell.Parameters;
            var (goal, patience) = ((int)parameters["goal"].Number, (long)parameters["patience"].Number);
            var key = trial.Cell.StreamKey(trial.Seed);

            // The state is all that goes from one slice to the next: here the coins and the rounds played.
            var coins = state.IsEmpty ? (int)parameters["stake"].Number : BinaryPrimitives.ReadInt32LittleEndian(state);
            var round = state.IsEmpty ? 0 : BinaryPrimitives.ReadInt64LittleEndian(state[4..]);
            for (var end = round + steps; round < end && coins > 0 && coins < goal && round < patience;)
            {
                coins += Philox.Draw(key, (ulong)trial.Index, stream: 0, draw: (uint)round).Word0 < 1u << 31 ? 1 : -1;
                round++;
                if (round % RowEvery == 0)
                {
                    curve.Add(round, coins);
                }
            }

            if (coins > 0 && coins < goal && round < patience)
            {
                var next = new byte[12];
                BinaryPrimitives.WriteInt32LittleEndian(next, coins);
                BinaryPrimitives.WriteInt64LittleEndian(next.AsSpan(4), round);
                return next;
            }

            columns.Bytes(0)[0] = coins == 0 ? (byte)1 : (byte)0;
            columns.Doubles(1)[0] = round;
            return null;
        }
    }
}
