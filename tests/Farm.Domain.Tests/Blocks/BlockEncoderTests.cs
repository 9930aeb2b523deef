using System.Security.Cryptography;

namespace Farm.Domain.Tests.Blocks;

public sealed class BlockEncoderTests
{
    [Theory]
    [MemberData(nameof(Lengths))]
    public void Summaries_are_those_of_a_plain_loop_at_every_length(int rows)
    {
        var columns = TestColumns.Random(rows, rows);
        var naive = Enumerable.Range(0, columns.Measurements.Count).Select(c => Naive(columns, c)).ToArray();

        var decoded = SummaryCodec.Decode(columns.Measurements, Encode(columns, Keep.Sums).Summary);

        for (var c = 0; c < naive.Length; c++)
        {
            Assert.Equal(naive[c].Count, decoded[c].Count);
            Assert.Equal(naive[c].Histogram, decoded[c].Histogram);
            Assert.Equal(naive[c].Minimum, decoded[c].Minimum);
            Assert.Equal(naive[c].Maximum, decoded[c].Maximum);
            Assert.Equal(naive[c].Sum, decoded[c].Sum);
            Assert.Equal(naive[c].SumOfSquares, decoded[c].SumOfSquares);
        }
    }

    [Theory]
    [InlineData(Keep.Flags)]
    [InlineData(Keep.All)]
    public void What_is_kept_comes_back(Keep keep)
    {
        for (var rows = 0; rows <= 70; rows++)
        {
            var columns = TestColumns.Random(rows, rows);
            var result = Encode(columns, keep);
            var back = new TrialColumns(columns.Measurements, rows);

            KeptCodec.Decode(result.Kept, keep, back, columns.FirstTrial, rows);

            for (var c = 0; c < columns.Measurements.Count; c++)
            {
                if (keep == Keep.All || columns.Measurements[c].KeptBits > 0)
                {
                    Assert.True(columns.Raw(c).SequenceEqual(back.Raw(c)), $"{columns.Measurements[c].Name}, {rows} rows");
                }
            }
        }
    }

    [Fact]
    public void Flags_take_their_bits_and_no_more() =>
        Assert.Equal(9 + 27 + 18 + 140, Encode(TestColumns.Random(1, 70), Keep.Flags).Kept.Length);

    [Fact]
    public void A_value_that_does_not_fit_its_bits_stops_the_process_instead_of_being_cut()
    {
        var columns = TestColumns.Random(1, 10);
        columns.Bytes(1)[3] = 8;
        var thrown = Assert.Throws<InvalidOperationException>(() => Encode(columns, Keep.Flags));
        Assert.Contains("accuracy", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_wrong_number_of_kept_bytes_is_refused() =>
        Assert.Throws<FormatException>(
            () => KeptCodec.Decode(new byte[9], Keep.Flags, TestColumns.Random(1, 10), 0, 10));

    [Theory]
    [InlineData(Keep.Sums)]
    [InlineData(Keep.Flags)]
    [InlineData(Keep.All)]
    public void What_is_kept_can_be_and_one_byte_more_or_less_cannot(Keep keep)
    {
        for (var rows = 1; rows <= 600; rows += 7)
        {
            var columns = TestColumns.Random(rows, rows);
            var kept = Encode(columns, keep).Kept;

            Assert.Null(KeptCheck.FaultOf(columns.Measurements, keep, kept, rows));
            Assert.NotNull(KeptCheck.FaultOf(columns.Measurements, keep, [.. kept, 0], rows));
            Assert.True(keep == Keep.Sums
                || KeptCheck.FaultOf(columns.Measurements, keep, kept.AsSpan(1), rows) is not null);
        }
    }

    [Theory]
    [InlineData(Keep.Flags)]
    [InlineData(Keep.All)]
    public void A_kept_code_beyond_the_words_cannot_be(Keep keep)
    {
        for (var row = 0; row < 600; row += 13)
        {
            IReadOnlyList<Measurement> end = [TestColumns.Study.Measurements[2]];
            var columns = new TrialColumns(end, 600);
            columns.Begin(0, 600);
            columns.Bytes(0)[row] = 3;

            Assert.Equal(
                "a kept value of end is none that it has",
                KeptCheck.FaultOf(end, keep, KeptCodec.Encode(columns, keep, 0, 600), 600));
        }
    }

    [Fact]
    public void A_digest_does_not_depend_on_where_its_rows_stand()
    {
        var far = TestColumns.Random(5, 64);
        var near = new TrialColumns(far.Measurements, 20);
        near.Begin(0, 20);
        for (var c = 0; c < far.Measurements.Count; c++)
        {
            var bytes = far.Measurements[c].Type.Bytes;
            far.Raw(c).Slice(30 * bytes, 20 * bytes).CopyTo(near.Raw(c));
        }

        var encoder = Encoder();
        var one = encoder.Encode(far, 30, 20, 7, 0, default);
        var other = encoder.Encode(near, 0, 20, 7, 0, default);

        Assert.Equal(one.Digest, other.Digest);
        Assert.Equal(one.Summary, other.Summary);
        Assert.Equal(one.Kept, other.Kept);
    }

    [Fact]
    public void Any_NaN_is_the_same_NaN()
    {
        var one = TestColumns.Random(5, 21);
        var other = TestColumns.Random(5, 21);
        foreach (var row in (int[])[2, 20])
        {
            one.Floats(5)[row] = float.NaN;
            other.Floats(5)[row] = BitConverter.UInt32BitsToSingle(0x7FC12345);
            one.Doubles(7)[row] = double.NaN;
            other.Doubles(7)[row] = BitConverter.UInt64BitsToDouble(0xFFF8000000000123);
        }

        Assert.Equal(Encode(one, Keep.All).Digest, Encode(other, Keep.All).Digest);
    }

    [Fact]
    public void A_digest_tells_every_part_of_a_blocks_identity_apart()
    {
        var columns = TestColumns.Random(5, 20);
        var otherCell = Cell.Create("test", [new("a", Value.Of(0.25))]);
        var changed = TestColumns.Random(5, 20);
        changed.Floats(6)[19] = 0.123f;

        byte[][] digests =
        [
            Encode(columns, Keep.Flags).Digest,
            Digest(columns, TestColumns.Study with { Revision = 4 }, TestColumns.Cell, 1, 64, 0, 20),
            Digest(columns, TestColumns.Study with { ColumnVersion = 3 }, TestColumns.Cell, 1, 64, 0, 20),
            Digest(columns, TestColumns.Study, otherCell, 1, 64, 0, 20),
            Digest(columns, TestColumns.Study, TestColumns.Cell, 2, 64, 0, 20),
            Digest(columns, TestColumns.Study, TestColumns.Cell, 1, 32, 0, 20),
            Digest(columns, TestColumns.Study, TestColumns.Cell, 1, 64, 1, 20),
            Digest(columns, TestColumns.Study, TestColumns.Cell, 1, 64, 0, 19),
            Encode(changed, Keep.Flags).Digest,
        ];

        Assert.Equal(digests.Length, digests.Select(Convert.ToHexString).Distinct().Count());
        Assert.Equal(digests[0], Encode(columns, Keep.Sums).Digest);
    }

    [Fact]
    public void The_digest_is_the_documented_bytes_hashed()
    {
        var columns = TestColumns.Random(9, 5);
        var result = Encode(columns, Keep.Sums);
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
        {
            writer.Write(3);
            writer.Write(2);
            writer.Write("test;a=0.5".Length);
            writer.Write("test;a=0.5"u8);
            writer.Write(1UL);
            writer.Write(64);
            writer.Write(0L);
            writer.Write(5);
            for (var c = 0; c < columns.Measurements.Count; c++)
            {
                writer.Write(columns.Raw(c));
            }
        }

        Assert.Equal(SHA256.HashData(stream.ToArray()), result.Digest);
    }

    [Fact]
    public void A_prefix_digest_is_the_digest_of_the_shorter_block()
    {
        var columns = TestColumns.Random(5, 20);
        var encoder = Encoder();
        var whole = encoder.Encode(columns, 0, 20, 7, prefixTrials: 13, default);
        Assert.Equal(encoder.Encode(columns, 0, 13, 7, 0, default).Digest, whole.PrefixDigest);
    }

    [Fact]
    public void An_older_column_version_digests_only_its_own_measurements()
    {
        var one = TestColumns.Random(5, 20);
        var other = TestColumns.Random(5, 20);
        other.Doubles(7)[0] += 1;
        var old = new BlockEncoder(TestColumns.Study, TestColumns.Cell, 1, 64, Keep.Sums, columnVersion: 1);
        Assert.Equal(old.Encode(one, 0, 20, 0, 0, default).Digest, old.Encode(other, 0, 20, 0, 0, default).Digest);
    }

    [Fact]
    public void A_fold_of_stored_blocks_is_the_sum_of_their_summaries_to_the_last_bit()
    {
        var measurements = TestColumns.Study.MeasurementsOf(TestColumns.Cell);
        var fold = new SummaryFold(measurements);
        var sum = measurements.Select(m => MeasurementSummary.Empty(MeasurementSummary.BinsOf(m))).ToArray();
        for (var block = 0; block < 20; block++)
        {
            var encoded = Encode(TestColumns.Random(block, 50), Keep.Sums).Summary;
            fold.Add(encoded);
            sum = [.. sum.Zip(SummaryCodec.Decode(measurements, encoded), (a, b) => a.Plus(b))];
        }

        foreach (var (expected, got) in sum.Zip(fold.ToSummaries()))
        {
            Assert.Equal(expected with { Histogram = [] }, got with { Histogram = [] });
            Assert.Equal(expected.Histogram, got.Histogram);
        }
    }

    [Fact]
    public void A_cut_or_lengthened_summary_is_refused()
    {
        var columns = TestColumns.Random(3, 40);
        var encoded = Encode(columns, Keep.Sums).Summary;
        for (var length = 0; length < encoded.Length; length++)
        {
            Assert.Throws<FormatException>(() => SummaryCodec.Decode(columns.Measurements, encoded.AsSpan(0, length)));
        }

        Assert.Throws<FormatException>(() => SummaryCodec.Decode(columns.Measurements, [.. encoded, 0]));
    }

    [Fact]
    public void A_run_of_empty_bins_beyond_the_last_is_refused()
    {
        IReadOnlyList<Measurement> one = [new("epochs", ColumnType.Count, "") { Histogram = new LinearScale(0, 8, 8) }];
        byte[] number = [1, .. new byte[32]];

        // Two bins of which the first is empty, with so many more that their count overflows.
        byte[] run = [2, 0, 255, 255, 255, 255, 255, 255, 255, 255, 127, 1];
        Assert.Throws<FormatException>(() => SummaryCodec.Decode(one, [.. number, .. run]));
        Assert.Throws<FormatException>(() => SummaryCodec.Decode(one, [.. number, 2, 0, 5, 1]));
        Assert.Equal([0, 1, 0, 0, 0, 0, 0, 0, 0, 0], SummaryCodec.Decode(one, [.. number, 2, 0, 0, 1])[0].Histogram);
    }

    public static TheoryData<int> Lengths() => [.. Enumerable.Range(0, 70), 256, 1024];

    private static BlockEncoder Encoder(Keep keep = Keep.Flags) =>
        new(TestColumns.Study, TestColumns.Cell, seed: 1, blockSize: 64, keep);

    private static BlockResult Encode(TrialColumns columns, Keep keep)
    {
        var encoder = Encoder(keep);
        return encoder.Encode(columns, 0, columns.Rows, 0, 0, default);
    }

    private static byte[] Digest(
        TrialColumns columns, StudyDescription study, Cell cell, ulong seed, int blockSize, long block, int rows)
    {
        var encoder = new BlockEncoder(study, cell, seed, blockSize, Keep.Sums);
        return encoder.Encode(columns, 0, rows, block, 0, default).Digest;
    }

    /// <summary>Independent of the encoder but for the documented order of the sums.</summary>
    private static MeasurementSummary Naive(TrialColumns columns, int column)
    {
        var measurement = columns.Measurements[column];
        var isCategory = measurement.Words.Count > 0;
        var histogram = new long[isCategory ? measurement.Words.Count : measurement.Histogram?.Bins ?? 0];
        double[] sums = new double[8], squares = new double[8];
        long count = 0;
        var (minimum, maximum) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var row = 0; row < columns.Rows; row++)
        {
            var x = columns.ValueAt(column, row);
            if (double.IsNaN(x))
            {
                continue;
            }

            count++;
            sums[row % 8] += x;
            squares[row % 8] += x * x;
            minimum = Math.Min(minimum, x);
            maximum = Math.Max(maximum, x);
            if (histogram.Length > 0)
            {
                histogram[isCategory ? (int)x : measurement.Histogram!.BinOf(x)]++;
            }
        }

        return new MeasurementSummary(count, Tree(sums), Tree(squares), minimum, maximum, histogram);

        static double Tree(double[] s) => ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
    }
}
