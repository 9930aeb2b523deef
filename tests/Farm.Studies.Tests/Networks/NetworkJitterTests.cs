using Farm.Numerics;
using Farm.Studies.Healing;
using Farm.Studies.Networks;

namespace Farm.Studies.Tests.Networks;

/// <summary>The classifier's options: it looks at noisy inputs or at tiles, and training goes on as if it had not looked.</summary>
public sealed class NetworkJitterTests
{
    [Fact]
    public void Noise_is_a_function_of_trial_update_and_place_and_has_the_asked_spread()
    {
        var noise = new List<float[]>();
        foreach (var (trial, steps) in new[] { (1ul, 0), (1ul, 0), (2ul, 0), (1ul, 1) })
        {
            var training = new HealedTraining(new(400, 3, 1, 1), HealingSettings.Off);
            training.Steps(steps);
            training.Differentiate();
            var before = training.Trainer.Inputs(0).Padded.ToArray();
            NetworkJitter.Add(training.Trainer, 0.5f, key: 9, trial);
            noise.Add([.. training.Trainer.Inputs(0).Padded.ToArray().Zip(before, (a, b) => a - b)]);
        }

        Assert.Equal(noise[0], noise[1]);
        Assert.NotEqual(noise[0], noise[2]);
        Assert.NotEqual(noise[0], noise[3]);
        Assert.Equal(0.25, noise[0].Average(n => n * n), 0.02);
        Assert.Equal(0, noise[0].Average(), 0.03);
        Assert.NotEqual(noise[0][..400], noise[0][400..800]);
    }

    [Fact]
    public void What_fills_up_rows_stays_zero()
    {
        var training = new HealedTraining(new(5, 3, 1, 1), HealingSettings.Off);
        training.Differentiate();
        NetworkJitter.Add(training.Trainer, 1, key: 9, trial: 0);
        for (var row = 0; row < 16; row++)
        {
            var padded = training.Trainer.Inputs(0).Padded.Slice(row * Matrix.Padding, Matrix.Padding).ToArray();
            Assert.All(padded[..5], n => Assert.NotEqual(0, n));
            Assert.All(padded[5..], n => Assert.Equal(0, n));
        }
    }
}
