using Farm.Domain;
using Farm.Testing;
using Farm.Transport.Wire;
using Xunit.Abstractions;

namespace Farm.Transport.Tests.Wire;

public sealed class WireRoundTripTests
{
    private const int Samples = 400;
    private readonly WireSamples samples;

    public WireRoundTripTests(ITestOutputHelper output)
    {
        var seed = Seeds.New(output);
        samples = new WireSamples(seed);
    }

    [Fact]
    public void An_order_comes_back_as_it_went_and_as_the_same_bytes()
    {
        for (var i = 0; i < Samples; i++)
        {
            var order = samples.Order();
            var bytes = WireCodec.Write(order);
            var read = WireCodec.ReadOrder(bytes);

            Assert.Equal(order, read);
            Assert.Equal(bytes, WireCodec.Write(read));
        }
    }

    [Fact]
    public void A_report_comes_back_as_it_went_and_as_the_same_bytes()
    {
        for (var i = 0; i < Samples; i++)
        {
            var report = samples.Report();
            var bytes = WireCodec.Write(report);
            var read = WireCodec.ReadReport(bytes);

            Assert.Equal(report with { Results = [] }, read with { Results = [] });
            Assert.Equal(report.Results.Count, read.Results.Count);
            Assert.All(report.Results.Zip(read.Results), pair => AssertSame(pair.First, pair.Second));
            Assert.Equal(bytes, WireCodec.Write(read));
        }
    }

    [Fact]
    public void The_largest_state_goes_with_an_order_and_comes_back_with_a_report()
    {
        var bytes = samples.Bytes(TrialState.HeaderBytes + SliceLimits.StateBytes);
        var slice = new SliceOrder(1, 1, new byte[SliceDigest.Length]) { State = bytes };
        var order = samples.Order() with { Blocks = new BlockRange(0, 1), Slice = slice };
        var report = samples.Report() with
        {
            Order = order with { Slice = slice with { State = [] } },
            Slice = new SliceResult(2, bytes, new byte[SliceDigest.Length], samples.Bytes(SliceLimits.CurveBytes)),
        };

        Assert.Equal(order, WireCodec.ReadOrder(WireCodec.Write(order)));
        Assert.Equal(report.Slice, WireCodec.ReadReport(WireCodec.Write(report)).Slice);
    }

    [Fact]
    public void An_orders_name_is_the_same_with_and_without_its_state()
    {
        for (var i = 0; i < Samples; i++)
        {
            var order = samples.Order();
            var read = WireCodec.ReadOrder(WireCodec.WriteName(order));

            Assert.Equal(WireCodec.WriteName(order), WireCodec.WriteName(read));
            Assert.Equal(order with { Slice = order.Slice is { } slice ? slice with { State = [] } : null }, read);
        }
    }

    [Fact]
    public void A_notice_comes_back_as_it_went()
    {
        for (var i = 0; i < Samples; i++)
        {
            var notice = samples.Notice();
            var bytes = WireCodec.Write(notice);

            Assert.Equivalent(notice, WireCodec.ReadNotice(bytes), strict: true);
            Assert.Equal(bytes, WireCodec.Write(WireCodec.ReadNotice(bytes)));
        }
    }

    [Fact]
    public void Starts_and_calls_come_back_as_they_went()
    {
        for (var i = 0; i < Samples; i++)
        {
            var start = samples.Start();
            var call = samples.Call();

            var read = WireCodec.ReadStart(WireCodec.Write(start));
            Assert.Equal(start.Ledger, read.Ledger);
            Assert.Equal(start.Started, read.Started);
            Assert.Equal(call, WireCodec.ReadCall(WireCodec.Write(call)));
        }
    }

    [Fact]
    public void The_texts_of_a_failure_are_made_to_fit()
    {
        var failure = new ShardFailure(
            FailureKind.TrialThrew,
            1,
            2,
            "a\u001b[31m\nb\ud800 " + new string('x', 5_000),
            new string('é', 100_000) + "\0");
        var read = WireCodec.ReadReport(WireCodec.Write(samples.Report() with { Failure = failure })).Failure!;

        Assert.StartsWith("a [31m b\ufffd x", read.Message, StringComparison.Ordinal);
        Assert.EndsWith("x…", read.Message, StringComparison.Ordinal);
        Assert.InRange(read.Message.Length, WireLimits.TextCharacters - 2, WireLimits.TextCharacters);
        Assert.InRange(read.Detail.Length, WireLimits.DetailCharacters - 2, WireLimits.DetailCharacters);
    }

    [Fact]
    public void An_order_reads_as_it_is_documented()
    {
        var order = new ShardOrder(
            new ShardId(7, 8), "xor-margin", new Guid("11111111-2222-3333-4444-555555555555"), 1, 2,
            Cell.Create("xor", [new("init", Value.Of("live")), new("init_std", Value.Of(0.5))]), 20260101,
            new BlockLayout(64, 1_000), new BlockRange(3, 2), Keep.Flags);

        Assert.Equal(
            """{"epoch":7,"number":8,"sweep":"xor-margin","ledger":"11111111-2222-3333-4444-555555555555","revision":"""
            + """1,"column_version":2,"cell":"xor;init=live;init_std=0.5","seed":20260101,"block_size":64"""
            + ""","trials":1000,"first_block":3,"blocks":2,"keep":"flags","prefix_trials":0,"alone":false}""",
            System.Text.Encoding.UTF8.GetString(WireCodec.Write(order)));
    }

    private static void AssertSame(BlockResult expected, BlockResult actual)
    {
        Assert.Equal(
            (expected.Block, expected.Trials, expected.Elapsed), (actual.Block, actual.Trials, actual.Elapsed));
        Assert.Equal(expected.Digest, actual.Digest);
        Assert.Equal(expected.Summary, actual.Summary);
        Assert.Equal(expected.Kept, actual.Kept);
        Assert.Equal(expected.PrefixDigest, actual.PrefixDigest);
    }
}
