using System.Text.Json.Nodes;
using Farm.Testing;
using Farm.Transport.Wire;
using Xunit.Abstractions;

namespace Farm.Transport.Tests.Wire;

/// <summary>Whatever the bytes: a message that can be, or a <see cref="WireException"/>.</summary>
public sealed class WireMutationTests
{
    private const int Samples = 3_000;
    private readonly Random random;
    private readonly WireSamples samples;

    public WireMutationTests(ITestOutputHelper output)
    {
        var seed = Seeds.New(output);
        random = new Random(seed);
        samples = new WireSamples(seed);
    }

    [Fact]
    public void Random_bytes_are_refused()
    {
        for (var i = 0; i < Samples; i++)
        {
            Assert.Equal(0, Readers(samples.Bytes(random.Next(200))));
        }
    }

    [Fact]
    public void Flipped_bits_cuts_and_copies_of_pieces_are_refused_or_read_as_a_message_that_can_be()
    {
        for (var i = 0; i < Samples; i++)
        {
            var bytes = Message();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                bytes = Mutate(bytes);
            }

            Readers(bytes);
        }
    }

    [Fact]
    public void Every_cut_of_a_message_is_refused()
    {
        var bytes = WireCodec.Write(samples.Order());
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(0, Readers(bytes[..length]));
        }
    }

    [Fact]
    public void Other_types_missing_and_unknown_members_are_refused()
    {
        for (var i = 0; i < Samples; i++)
        {
            var json = JsonNode.Parse(Message())!.AsObject();
            Spoil(json);
            Assert.Equal(0, Readers(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString())));
        }
    }

    private byte[] Message() => random.Next(5) switch
    {
        0 => WireCodec.Write(samples.Order()),
        1 => WireCodec.Write(samples.Report()),
        2 => WireCodec.Write(samples.Notice()),
        3 => WireCodec.Write(samples.Start()),
        _ => WireCodec.Write(samples.Call()),
    };

    private byte[] Mutate(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            return [1];
        }

        var at = random.Next(bytes.Length);
        var end = random.Next(at, bytes.Length);
        switch (random.Next(5))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                return bytes[..at];
            case 2:
                return [.. bytes[..at], .. bytes[end..]];
            case 3:
                return [.. bytes[..end], .. bytes[at..]];
            default:
                bytes[at] = (byte)random.Next(256);
                return bytes;
        }
    }

    /// <summary>Spoils one member, somewhere in the message, so that it can be no message.</summary>
    private void Spoil(JsonObject json)
    {
        var (name, value) = json.ElementAt(random.Next(json.Count));
        switch (value)
        {
            case JsonObject inner when random.Next(3) > 0:
                Spoil(inner);
                break;
            case JsonArray { Count: > 0 } list when list[0] is JsonObject first && random.Next(3) > 0:
                Spoil(first);
                break;
            default:
                switch (random.Next(3))
                {
                    case 0:
                        json["unknown"] = 1;
                        break;
                    case 1 when name is not ("prefix_digest" or "slice" or "state"):
                        json.Remove(name);
                        break;
                    default:
                        json[name] = new JsonObject { ["x"] = new JsonArray() };
                        break;
                }

                break;
        }
    }

    /// <summary>How many kinds of message the bytes are read as; anything but a refusal is an error.</summary>
    private static int Readers(byte[] bytes) =>
        Reads(() => WireCodec.Write(WireCodec.ReadOrder(bytes)))
        + Reads(() => WireCodec.Write(WireCodec.ReadReport(bytes)))
        + Reads(() => WireCodec.Write(WireCodec.ReadNotice(bytes)))
        + Reads(() => WireCodec.Write(WireCodec.ReadStart(bytes)))
        + Reads(() => WireCodec.Write(WireCodec.ReadCall(bytes)));

    private static int Reads(Action read)
    {
        try
        {
            read();
            return 1;
        }
        catch (WireException)
        {
            return 0;
        }
    }
}
