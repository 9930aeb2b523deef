using Farm.Domain;
using Farm.Numerics;
using Farm.Studies;
using Farm.Studies.Healing;
using Farm.Testing.Studies;

namespace Farm.Coordinator.Tests.Verbs;

/// <summary>What healing did in a trial is shown when the trial is computed again.</summary>
public sealed class HealedRerunTests : IDisposable
{
    private readonly CoinFarm farm = new();

    public HealedRerunTests() => farm.WriteSweep("""
        name: drift
        study: drift
        seed: 7
        trials: 3
        fixed: {work: 1}
        axes:
          - {steps: [6]}
        """);

    public void Dispose() => farm.Dispose();

    [Fact]
    public void A_rerun_prints_every_healing_action_of_its_trial()
    {
        farm.RunWith(new HealedDrift(), "run", farm.SweepFile);
        var answer = farm.RunWith(new HealedDrift(), "rerun", "--cell", "steps=6", "--trial", "2");

        Assert.Equal(ExitCode.Good, answer.Code);
        var at = Array.FindIndex(answer.Lines, l => l.StartsWith("update", StringComparison.Ordinal));
        Assert.Equal(["update", "layer", "unit", "action", "samples", "before", "after"], Words(answer.Lines[at]));
        Assert.Equal(["4", "2", "all", "bias-warm-up", "17", "-0.5", "0.1"], Words(answer.Lines[at + 1]));
        Assert.Equal(["6", "1", "3", "noise", "2", "0.25"], Words(answer.Lines[at + 2]));
        Assert.Equal("MATCH (block 2)", answer.Lines[^1]);
    }

    [Fact]
    public void Actions_beyond_the_asked_number_are_counted()
    {
        farm.RunWith(new HealedDrift(), "run", farm.SweepFile);
        var answer = farm.RunWith(new HealedDrift(), "rerun", "--cell", "steps=6", "--trial", "2", "--actions", "1");
        Assert.Contains("bias-warm-up", answer.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("noise", answer.Output, StringComparison.Ordinal);
        Assert.Contains("and 1 more", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trial_that_nothing_was_done_to_has_no_such_table()
    {
        farm.RunWith(new HealedDrift(), "run", farm.SweepFile);
        var other = farm.RunWith(new HealedDrift(), "rerun", "--cell", "steps=6", "--trial", "1");
        var unhealed = farm.RunWith(new DriftStudy(), "rerun", "--cell", "steps=6", "--trial", "2");
        Assert.DoesNotContain("update", other.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("update", unhealed.Output, StringComparison.Ordinal);
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The drift of trial 2 is healed once a slice.</summary>
    private sealed class HealedDrift : ILongStudy
    {
        private readonly DriftStudy drift = new();

        public StudyDescription Description => drift.Description;

        public IEnumerable<CellRefusal> Refuse(Cell cell) => [];

        public ILongTrialRunner CreateLongRunner(LaneWidth width) => new Runner(drift.CreateLongRunner(width));

        private sealed class Runner(ILongTrialRunner drift) : ILongTrialRunner, IHealedRunner
        {
            private (long Trial, HealingLog? Log) watched = (-1, null);

            public void Watch(long trial, HealingLog? log) => watched = (trial, log);

            public byte[]? Advance(
                in LongTrial trial, ReadOnlySpan<byte> state, long steps, CurveRows curve, TrialColumns columns)
            {
                var next = drift.Advance(trial, state, steps, curve, columns);
                if (trial.Index == 2 && watched.Trial == 2)
                {
                    watched.Log?.Add(next is null
                        ? new(6, 0, 2, HealingAction.Noise, 0, 2, 0.25)
                        : new(4, 1, -1, HealingAction.BiasWarmUp, 17, -0.5, 0.1f));
                }

                return next;
            }
        }
    }
}
