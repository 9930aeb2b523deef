using System.Security.Cryptography;
using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Data;

/// <summary>CIFAR-10's binary version: records of a class, 0 to 9, and 3·32·32 pixels, 0 to 255, without any header.</summary>
/// <remarks>
/// Source: Krizhevsky, "Learning multiple layers of features from tiny images", 2009; its archive unpacks to
/// <see cref="Folder"/>. The files <c>data_batch_1.bin</c>, … are training data, in this order; the test batch is not read.
/// Pixels are moved and scaled by one mean and one standard deviation of all of them.
/// </remarks>
public static class Cifar10
{
    /// <summary>The folder of the archive.</summary>
    public const string Folder = "cifar-10-batches-bin";

    /// <summary>Its name in sweeps, before the digest.</summary>
    public const string Name = "cifar-10";

    private const int Classes = 10;
    private const int Pixels = 3 * 32 * 32;
    private const int RecordBytes = 1 + Pixels;
    private const int MostRecords = 60_000;

    /// <summary>Whether a path below a folder is that of a training batch.</summary>
    public static bool IsTraining(string path) =>
        path.StartsWith($"{Folder}/data_batch_", StringComparison.Ordinal) && path.EndsWith(".bin", StringComparison.Ordinal);

    /// <summary>Reads training batches.</summary>
    /// <returns>The data, or the first thing that is wrong, by file and byte.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static (DataSet? Data, string? Problem) Read(IReadOnlyList<DataFile> batches)
    {
        var (records, labels) = (new List<byte[]>(), new List<int>());
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var batch in batches)
        {
            using var stream = batch.Open();
            for (var offset = 0L; ; offset += RecordBytes)
            {
                var record = new byte[RecordBytes];
                var read = stream.ReadAtLeast(record, RecordBytes, throwOnEndOfStream: false);
                if (read == 0)
                {
                    break;
                }

                if (Fault(batch.Path, offset, record, read, records.Count) is { } fault)
                {
                    return (null, fault);
                }

                hash.AppendData(record);
                records.Add(record);
                labels.Add(record[0]);
            }
        }

        return records.Count < 2
            ? (null, "holds fewer than two pictures")
            : Scale(records, [.. labels], Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static string? Fault(string path, long offset, byte[] record, int read, int before)
    {
        if (read < RecordBytes)
        {
            return FormattableString.Invariant(
                $"{path} ends within the picture at byte {offset}: {read} of {RecordBytes} bytes; is it cut short?");
        }

        if (record[0] >= Classes)
        {
            return FormattableString.Invariant(
                $"{path} has class {record[0]} at byte {offset}, not 0 to 9: is it the binary version?");
        }

        return before >= MostRecords
            ? FormattableString.Invariant($"{path} has more than {MostRecords} pictures in all at byte {offset}")
            : null;
    }

    private static (DataSet? Data, string? Problem) Scale(List<byte[]> records, int[] labels, string digest)
    {
        // Sums of bytes are whole numbers below 2⁵³: exact in any order.
        var counts = new long[256];
        foreach (var record in records)
        {
            foreach (var pixel in record.AsSpan(1))
            {
                counts[pixel]++;
            }
        }

        var all = (double)records.Count * Pixels;
        var mean = counts.Select((c, pixel) => (double)c * pixel).Sum() / all;
        var deviation = Math.Sqrt(counts.Select((c, pixel) => c * (pixel - mean) * (pixel - mean)).Sum() / all);
        if (!(deviation > 0))
        {
            return (null, "has the same number everywhere: there is nothing to learn");
        }

        var scaled = Enumerable.Range(0, 256).Select(pixel => (float)((pixel - mean) / deviation)).ToArray();
        var inputs = new Matrix(records.Count, Pixels);
        for (var row = 0; row < records.Count; row++)
        {
            var numbers = inputs.Row(row);
            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] = scaled[records[row][1 + i]];
            }
        }

        return (DataSet.OfClasses(Name, inputs, labels, Classes, digest), null);
    }
}
