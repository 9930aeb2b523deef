using Farm.Testing;
using Farm.Transport.Akka.Wire;
using Farm.Transport.Wire;
using Xunit.Abstractions;

namespace Farm.Transport.Tests.Akka;

public sealed class EngineCodecTests(ITestOutputHelper output)
{
    private static readonly Guid Channel = new("11111111-2222-3333-4444-555555555555");
    private static readonly Guid Life = new("99999999-2222-3333-4444-555555555555");

    public static TheoryData<string> Kinds => [.. Messages.Select(m => m.GetType().Name).Distinct()];

    private static IEngineMessage[] Messages =>
    [
        new GateCall(),
        new GateAnswer(Life),
        new ClaimCall(Channel, Life),
        new ClaimAnswer(Channel, Life, true),
        new RollRequest(),
        new RollQuestion(Channel, Life),
        new RollAnswer(Life, 3),
        new HelloCall(Life, Channel, Guid.Empty, new byte[] { 1, 2, 3 }),
        new Welcome(Channel),
        new NameTaken(Channel),
        new ChannelUnknown(Channel),
        new Goodbye(Channel),
        new Closing(Channel, true),
        new NodeBatch(Channel, 0, 0, 0, [], null, [], [], [], []),
        new NodeBatch(
            Channel,
            7,
            12,
            99,
            [97, 98],
            [99, 101],
            [new ReportPart(5, new byte[32], new byte[] { 9, 8 }), new ReportPart(6, default, new byte[1])],
            [3, 4],
            [new StartPart(2, new byte[] { 1 }), new StartPart(0, new byte[] { 2, 3 })],
            [new byte[] { 4 }, new byte[] { 5, 6 }]),
        new CoordinatorBatch(Channel, 3, 8, true, true, 5, 2, [1, 2, 3], [], new byte[] { 7 }),
        new CoordinatorBatch(
            Channel,
            3,
            8,
            false,
            false,
            long.MaxValue,
            0,
            [],
            [new OrderPart(1, 3, true, new byte[32], new byte[] { 1 }), new OrderPart(2, 1, false, new byte[32], new byte[5])],
            default),
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_message_is_read_as_it_was_written(string kind)
    {
        foreach (var message in Of(kind))
        {
            var bytes = EngineCodec.Write(message);
            var read = EngineCodec.Read(bytes, EngineCodec.ManifestOf(message)!);

            Assert.IsType(message.GetType(), read);
            Assert.Equal(bytes, EngineCodec.Write(read));
        }
    }

    [Fact]
    public void Every_kind_of_message_has_a_form_of_its_own_and_a_test()
    {
        var kinds = typeof(IEngineMessage).Assembly.GetTypes()
            .Where(t => typeof(IEngineMessage).IsAssignableFrom(t) && t is { IsInterface: false } && t != typeof(Malformed));

        Assert.Equal(kinds.Select(k => k.Name).Order(), Messages.Select(m => m.GetType().Name).Distinct().Order());
        var manifests = Messages.GroupBy(m => m.GetType()).Select(g => EngineCodec.ManifestOf(g.First())).ToArray();
        Assert.All(manifests, Assert.NotNull);
        Assert.Equal(manifests.Length, manifests.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_message_that_ends_early_or_late_is_refused(string kind)
    {
        foreach (var message in Of(kind))
        {
            var (bytes, manifest) = (EngineCodec.Write(message), EngineCodec.ManifestOf(message)!);
            for (var length = 0; length < bytes.Length; length++)
            {
                Assert.Throws<WireException>(() => EngineCodec.Read(bytes[..length], manifest));
            }

            Assert.Throws<WireException>(() => EngineCodec.Read([.. bytes, 0], manifest));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Spoilt_bytes_are_a_message_or_refused_and_nothing_else(string kind)
    {
        var random = new Random(Seeds.New(output));
        foreach (var message in Of(kind))
        {
            var (bytes, manifest) = (EngineCodec.Write(message), EngineCodec.ManifestOf(message)!);
            for (var i = 0; i < 2_000; i++)
            {
                var spoilt = (byte[])bytes.Clone();
                for (var flips = random.Next(1, 5); flips > 0; flips--)
                {
                    spoilt[random.Next(spoilt.Length)] = (byte)random.Next(256);
                }

                try
                {
                    Assert.Equal(spoilt, EngineCodec.Write(EngineCodec.Read(spoilt, manifest)));
                }
                catch (WireException)
                {
                    // Refused, which is as well.
                }
            }
        }
    }

    [Fact]
    public void A_list_that_claims_to_be_endless_is_refused_before_there_is_room_for_it()
    {
        var bytes = EngineCodec.Write(new NodeBatch(Channel, 0, 0, 0, [], null, [], [], [], []));
        BitConverter.TryWriteBytes(bytes.AsSpan(1 + 16 + 4 + 4 + 8), int.MaxValue);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<WireException>(() => EngineCodec.Read(bytes, "node"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 16);
    }

    [Fact]
    public void Another_version_and_an_unknown_kind_are_refused()
    {
        var bytes = EngineCodec.Write(new GateCall());
        Assert.Throws<WireException>(() => EngineCodec.Read(bytes, "System.Object"));
        bytes[0]++;
        Assert.Contains("version", Assert.Throws<WireException>(() => EngineCodec.Read(bytes, "gate?")).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<IEngineMessage> Of(string kind) => Messages.Where(m => m.GetType().Name == kind);
}
