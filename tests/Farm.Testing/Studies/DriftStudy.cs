using System.Buffers.Binary;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies;

namespace Farm.Testing.Studies;

/// <summary>A study of long trials for tests: a number that drifts, with as much work a step and as large a state as wanted.</summary>
/// <param name="fails">Called before every slice with the trial and the step; may throw. Null for nothing.</param>
public sealed class DriftStudy(Action<LongTrial, long>? fails = null) : ILongStudy
{
    public const string Name = "drift";

    private const int HeadBytes = 16;

    public StudyDescription Description { get; } = new(
        Name,
        Revision: 2,
        ColumnVersion: 1,
        "Where does a number drift to?",
        BlockSize: 1,
        [
            new Axis("steps", new IntegerDomain(1, 1_000_000), Value.Of(40), "steps of a trial"),
            new Axis("work", new IntegerDomain(1, 10_000_000), Value.Of(1), "draws a step"),
            new Axis("state_kib", new IntegerDomain(1, 32_768), Value.Of(1), "size of the state") { Unit = "KiB" },
        ],
        [
            new Measurement("ended_above", ColumnType.Flag, "whether it ended above 0") { KeptBits = 1 },
            new Measurement("place", ColumnType.Float64, "where it ended"),
        ])
    {
        Long = new LongTrials(
            cell => new SliceLayout((long)cell.Parameters["steps"].Number, StepsPerSlice: 4),
            [
                new Measurement("place", ColumnType.Float64, "where it is"),
                new Measurement("above", ColumnType.Flag, "whether that is above 0"),
            ]),
    };

    public static Cell CellOf(int steps = 40, int work = 1, int stateKib = 1) => Cell.Create(
        Name,
        [new("steps", Value.Of(steps)), new("work", Value.Of(work)), new("state_kib", Value.Of(stateKib))]);

    public IEnumerable<CellRefusal> Refuse(Cell cell) => [];

    public ILongTrialRunner CreateLongRunner(LaneWidth width) => new Runner(fails);

    private sealed class Runner(Action<LongTrial, long>? fails) : ILongTrialRunner
    {
        public byte[]? Advance(
            in LongTrial trial, ReadOnlySpan<byte> state, long steps, CurveRows curve, TrialColumns columns)
        {
            var key = trial.Cell.StreamKey(trial.Seed);
            var (last, work) = ((long)trial.Cell.Parameters["steps"].Number, (int)trial.Cell.Parameters["work"].Number);
            var place = state.IsEmpty ? 0 : BinaryPrimitives.ReadDoubleLittleEndian(state);
            var step = state.IsEmpty ? 0 : BinaryPrimitives.ReadInt64LittleEndian(state[8..]);
            fails?.Invoke(trial, step);
            for (var end = Math.Min(step + steps, last); step < end;)
            {
                step++;
                for (var draw = 0; draw < work; draw++)
                {
                    place += Philox.Draw(key, (ulong)trial.Index, (uint)step, (uint)draw).Word0 / 4294967296.0 - 0.5;
                }

                curve.Add(step, place, place > 0 ? 1 : 0);
            }

            return step < last ? StateOf(place, step, (int)trial.Cell.Parameters["state_kib"].Number << 10) : End(place, columns);
        }

        private static byte[] StateOf(double place, long step, int bytes)
        {
            var state = new byte[bytes];
            BinaryPrimitives.WriteDoubleLittleEndian(state, place);
            BinaryPrimitives.WriteInt64LittleEndian(state.AsSpan(8), step);
            for (var i = HeadBytes; i < bytes; i++)
            {
                state[i] = (byte)(i * (step + 1));
            }

            return state;
        }

        private static byte[]? End(double place, TrialColumns columns)
        {
            columns.Bytes(0)[0] = place > 0 ? (byte)1 : (byte)0;
            columns.Doubles(1)[0] = place;
            return null;
        }
    }
}
