using System.Text;
using Farm.Domain;
using Farm.Transport.Wire;

namespace Farm.Transport.Tests.Wire;

/// <summary>What no message may hold, whether it is written or read.</summary>
public sealed class WireBoundsTests
{
    private static readonly WireSamples Samples = new(1);

    private const string Order =
        """{"epoch":7,"number":8,"sweep":"s","ledger":"11111111-2222-3333-4444-555555555555","revision":1"""
        + ""","column_version":2,"cell":"xor;a=1","seed":5,"block_size":64,"trials":1000,"first_block":3"""
        + ""","blocks":2,"keep":"flags","prefix_trials":0,"alone":false}""";

    private const string Hello =
        """{"hello":{"name":"n","host":"h","processor":"p","slots":2"""
        + ""","capability":"cpu","device":"cpu","backend":"b","release":"1","studies":"""
        + """[{"study":"s","revision":1,"column_version":1}],"prefetch":4}}""";

    private const string Status =
        """{"status":{"node":"n","running":[],"waiting":0,"shards":0,"trials":0,"failures":0"""
        + ""","trials_per_second":1.5,"is_draining":false}}""";

    [Theory]
    [InlineData("\"epoch\":7", "\"epoch\":-1")]
    [InlineData("\"epoch\":7", "\"epoch\":7.0")]
    [InlineData("\"epoch\":7", "\"epoch\":\"7\"")]
    [InlineData("\"epoch\":7", "\"epoch\":99999999999999999999")]
    [InlineData("\"epoch\":7", "\"epoch\":7,\"epoch\":7")]
    [InlineData("\"epoch\":7,", "")]
    [InlineData("\"epoch\":7", "\"epoch\":7,\"more\":1")]
    [InlineData("\"epoch\"", "\"Epoch\"")]
    [InlineData("\"sweep\":\"s\"", "\"sweep\":\"\"")]
    [InlineData("\"sweep\":\"s\"", "\"sweep\":null")]
    [InlineData("\"sweep\":\"s\"", "\"sweep\":\"a\\nb\"")]
    [InlineData("\"sweep\":\"s\"", "\"sweep\":\"\\ud800\"")]
    [InlineData("\"sweep\":\"s\"", "\"sweep\":\"\\u202e\"")]
    [InlineData("11111111-", "1111111-")]
    [InlineData("\"seed\":5", "\"seed\":-5")]
    [InlineData("\"block_size\":64", "\"block_size\":0")]
    [InlineData("\"block_size\":64", "\"block_size\":65537")]
    [InlineData("\"trials\":1000", "\"trials\":9223372036854775807")]
    [InlineData("\"first_block\":3", "\"first_block\":16")]
    [InlineData("\"blocks\":2", "\"blocks\":0")]
    [InlineData("\"blocks\":2", "\"blocks\":14")]
    [InlineData("\"blocks\":2", "\"blocks\":9223372036854775807")]
    [InlineData("\"keep\":\"flags\"", "\"keep\":\"Flags\"")]
    [InlineData("\"keep\":\"flags\"", "\"keep\":1")]
    [InlineData("\"prefix_trials\":0", "\"prefix_trials\":64")]
    [InlineData("xor;a=1", "xor;b=1;a=1")]
    [InlineData("xor;a=1", "xor;a=1.0")]
    [InlineData("xor;a=1", "")]
    [InlineData("\"alone\":false}", "\"alone\":false}{}")]
    [InlineData("\"alone\":false}", "\"alone\":false,}")]
    public void An_order_beyond_its_bounds_is_refused(string part, string instead)
    {
        WireCodec.ReadOrder(Encoding.UTF8.GetBytes(Order));
        Assert.Contains(part, Order, StringComparison.Ordinal);
        AssertRefused(Order.Replace(part, instead, StringComparison.Ordinal), b => WireCodec.ReadOrder(b));
    }

    [Theory]
    [InlineData("\"slots\":2", "\"slots\":0")]
    [InlineData("\"slots\":2", "\"slots\":4097")]
    [InlineData("\"prefetch\":4", "\"prefetch\":0")]
    [InlineData("\"capability\":\"cpu\"", "\"capability\":\"cpu.#\"")]
    [InlineData("\"studies\":[", "\"studies\":[null,")]
    [InlineData("{\"hello\":", "{\"goodbye\":{\"node\":\"n\"},\"hello\":")]
    public void A_hello_beyond_its_bounds_is_refused(string part, string instead)
    {
        WireCodec.ReadNotice(Encoding.UTF8.GetBytes(Hello));
        AssertRefused(Hello.Replace(part, instead, StringComparison.Ordinal), b => WireCodec.ReadNotice(b));
    }

    [Fact]
    public void A_nodes_name_is_short_enough_for_the_name_of_its_queue()
    {
        WireCodec.Write(new GoodbyeNotice(new string('é', 100)));
        AssertRefused(
            Hello.Replace("\"name\":\"n\"", $"\"name\":\"{new string('é', 101)}\"", StringComparison.Ordinal),
            b => WireCodec.ReadNotice(b));
    }

    [Theory]
    [InlineData("1.5", "1e999")]
    [InlineData("1.5", "-1")]
    [InlineData("1.5", "\"NaN\"")]
    public void A_rate_is_a_finite_number(string part, string instead)
    {
        WireCodec.ReadNotice(Encoding.UTF8.GetBytes(Status));
        AssertRefused(Status.Replace(part, instead, StringComparison.Ordinal), b => WireCodec.ReadNotice(b));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("\"\"")]
    public void What_is_no_message_is_refused(string text)
    {
        AssertRefused(text, b => WireCodec.ReadOrder(b));
        AssertRefused(text, b => WireCodec.ReadReport(b));
        AssertRefused(text, b => WireCodec.ReadNotice(b));
        AssertRefused(text, b => WireCodec.ReadStart(b));
        AssertRefused(text, b => WireCodec.ReadCall(b));
    }

    [Fact]
    public void Deep_and_long_messages_are_refused()
    {
        AssertRefused(new string('[', 100_000), b => WireCodec.ReadReport(b));
        AssertRefused(string.Concat(Enumerable.Repeat("{\"order\":", 100_000)), b => WireCodec.ReadReport(b));
        AssertRefused(Order + new string(' ', WireLimits.Bytes), b => WireCodec.ReadOrder(b));
    }

    [Theory]
    [InlineData("\"first_step\":3", "\"first_step\":-1")]
    [InlineData("\"first_step\":3", "\"first_step\":0")]
    [InlineData("\"first_step\":3", "\"first_step\":9223372036854775807")]
    [InlineData("\"steps\":5", "\"steps\":0")]
    [InlineData("\"steps\":5", "\"steps\":9223372036854775807")]
    [InlineData("\"steps\":5,", "")]
    [InlineData("\"steps\":5", "\"steps\":5,\"more\":1")]
    [InlineData("=\"}", "\"}")]
    [InlineData("\"blocks\":1", "\"blocks\":2")]
    [InlineData("\"state\":\"AAAA", "\"state\":\"AAA")]
    [InlineData("\"state\":\"", "\"state\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"state\":\"")]
    public void An_order_of_a_slice_beyond_its_bounds_is_refused(string part, string instead)
    {
        var order = Order.Replace("\"blocks\":2", "\"blocks\":1", StringComparison.Ordinal)[..^1]
            + $$""","slice":{"first_step":3,"steps":5,"from":"{{Convert.ToBase64String(new byte[32])}}"},"state":"{{new string('A', 56)}}"}""";
        Assert.Equal(42, WireCodec.ReadOrder(Encoding.UTF8.GetBytes(order)).Slice!.State.Length);
        Assert.Contains(part, order, StringComparison.Ordinal);
        AssertRefused(order.Replace(part, instead, StringComparison.Ordinal), b => WireCodec.ReadOrder(b));
    }

    [Fact]
    public void A_slice_beyond_its_bounds_is_not_written()
    {
        var slice = new SliceOrder(1, 1, new byte[32]) { State = new byte[100] };
        var order = Samples.Order() with { Blocks = new BlockRange(0, 1), Slice = slice };
        var result = new SliceResult(2, [], new byte[32], []);
        var report = Samples.Report() with { Order = order with { Slice = slice with { State = [] } }, Slice = result };
        WireCodec.Write(order);
        WireCodec.Write(report);
        var most = TrialState.HeaderBytes + SliceLimits.StateBytes;

        AssertNotWritten(order with { Slice = slice with { State = new byte[most + 1] } });
        AssertNotWritten(order with { Slice = slice with { State = new byte[TrialState.HeaderBytes] } });
        AssertNotWritten(order with { Slice = slice with { From = [] } });
        AssertNotWritten(order with { Slice = slice with { FirstStep = 0 } });
        Assert.Throws<WireException>(() => WireCodec.Write(report with { Slice = result with { State = new byte[most + 1] } }));
        Assert.Throws<WireException>(() => WireCodec.Write(report with { Slice = result with { Digest = [] } }));
        Assert.Throws<WireException>(() => WireCodec.Write(
            report with { Slice = result with { Rows = new byte[SliceLimits.CurveBytes + 1] } }));
        Assert.Throws<WireException>(() => WireCodec.Write(report with { Order = order with { Slice = null } }));
    }

    [Fact]
    public void Only_what_carries_a_slice_may_be_longer_than_other_messages() =>
        AssertRefused(Order + new string(' ', WireLimits.Bytes), b => WireCodec.ReadOrder(b));

    [Fact]
    public void A_report_that_is_too_long_is_not_written()
    {
        var report = Samples.Report() with
        {
            Order = Samples.Order() with { Slice = null },
            Results = [Samples.Result() with { Kept = new byte[WireLimits.Bytes] }],
            Slice = null,
        };

        var fault = Assert.Throws<WireException>(() => WireCodec.Write(report));
        Assert.EndsWith("is longer than the 8,388,608 allowed.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_would_be_refused_is_not_written()
    {
        var order = Samples.Order();
        var result = Samples.Result();
        var report = Samples.Report() with { Results = [result] };
        var starts = Enumerable.Repeat(new ShardStarted(order.Shard, report.By, Alone: false), WireLimits.Starts + 1);

        Assert.Throws<WireException>(() => WireCodec.Write(order with { Sweep = "a\nb" }));
        Assert.Throws<WireException>(() => WireCodec.Write(order with { Blocks = new BlockRange(0, 0) }));
        Assert.Throws<WireException>(() => WireCodec.Write(order with { Keep = (Keep)9 }));
        Assert.Throws<WireException>(() => WireCodec.Write(
            order with { Cell = Cell.Create(new string('x', 3_000), []) }));
        Assert.Throws<WireException>(() => WireCodec.Write(report with { Results = [result with { Digest = [1] }] }));
        Assert.Throws<WireException>(() => WireCodec.Write(report with { By = report.By with { Slot = -1 } }));
        Assert.Throws<WireException>(() => WireCodec.Write(
            report with { Failure = new ShardFailure(FailureKind.NodeLost, null, null, "", "") }));
        Assert.Throws<WireException>(() => WireCodec.Write(new GoodbyeNotice("")));
        Assert.Throws<WireException>(() => WireCodec.Write(
            new StatusNotice(new NodeStatus("n", [], 0, 0, 0, 0, double.NaN, IsDraining: false))));
        Assert.Throws<WireException>(() => WireCodec.Write(new StartNotice(Guid.Empty, [.. starts])));
    }

    private static void AssertNotWritten(ShardOrder order) =>
        Assert.Throws<WireException>(() => WireCodec.Write(order));

    private static void AssertRefused(string text, Action<byte[]> read)
    {
        var fault = Assert.Throws<WireException>(() => read(Encoding.UTF8.GetBytes(text)));
        Assert.DoesNotContain('\n', fault.Message);
        Assert.InRange(fault.Message.Length, 10, 200);
    }
}
