using Farm.Transport.Wire;

namespace Farm.Transport.Tests.Wire;

public sealed class OrderSealTests
{
    private readonly byte[] secret = new WireSamples(9).Bytes(32);
    private readonly WireSamples samples = new(3);

    [Fact]
    public void A_report_with_its_orders_key_matches_also_after_its_way_over_the_wire()
    {
        for (var i = 0; i < 50; i++)
        {
            var (bytes, code) = Answered();

            Assert.True(OrderSeal.Matches(secret, WireCodec.ReadReport(bytes), bytes, code));
        }
    }

    [Fact]
    public void Another_ledgers_secret_another_order_and_other_bytes_do_not_match()
    {
        var (bytes, code) = Answered();
        var report = WireCodec.ReadReport(bytes);
        var other = report with { Order = report.Order with { Seed = report.Order.Seed + 1 } };

        Assert.False(OrderSeal.Matches(new byte[32], report, bytes, code));
        Assert.False(OrderSeal.Matches(secret, other, WireCodec.Write(other), code));
        Assert.False(OrderSeal.Matches(secret, report, [.. bytes, (byte)' '], code));
    }

    [Fact]
    public void A_code_of_another_length_or_with_any_bit_changed_does_not_match()
    {
        var (bytes, code) = Answered();
        var report = WireCodec.ReadReport(bytes);

        Assert.False(OrderSeal.Matches(secret, report, bytes, []));
        Assert.False(OrderSeal.Matches(secret, report, bytes, code.AsSpan(0, 31)));
        for (var bit = 0; bit < 8 * code.Length; bit++)
        {
            var changed = (byte[])code.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(OrderSeal.Matches(secret, report, bytes, changed));
        }
    }

    private (byte[] Bytes, byte[] Code) Answered()
    {
        var report = samples.Report();
        var key = OrderSeal.KeyOf(secret, WireCodec.Write(report.Order));
        var bytes = WireCodec.Write(report);
        return (bytes, OrderSeal.CodeOf(key, bytes));
    }
}
