using System.Security.Cryptography;

namespace Farm.Numerics.Tests.Networks;

/// <summary>Digests of trainers after a few updates at the widest width of the process.</summary>
internal static class NetworkDigest
{
    public static IEnumerable<string> All()
    {
        foreach (var shape in NetworkCase.Shapes().Append(new NetworkShape(8, 200, 2, 10)))
        {
            var some = new NetworkCase(shape, shape.Outputs > 1 ? LossKind.CrossEntropy : LossKind.SquaredError, seed: 1);
            var trainer = some.Trainer(LaneWidths.Widest, new NetworkOptimizer(OptimizerKind.Adam, 0.01), batchSize: 11);
            while (trainer.Updates < 10)
            {
                trainer.Load(some.Data, some.Batch((int)trainer.Updates, 11));
                trainer.Differentiate();
                trainer.Update();
            }

            var state = new byte[trainer.StateBytes];
            trainer.Save(state);
            yield return Convert.ToHexString(SHA256.HashData(state));
        }
    }
}
