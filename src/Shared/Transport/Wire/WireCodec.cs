using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Farm.Transport.Wire;

/// <summary>
/// Messages as bytes: JSON in UTF-8 with nothing unknown in it, every list, text and number within
/// <see cref="WireLimits"/>. What is read of bytes that were written here is written as the same bytes again.
/// </summary>
/// <remarks>
/// Every fault is a <see cref="WireException"/> with one line that repeats nothing of the message but numbers, so that
/// it can be logged. Thread-safe.
/// </remarks>
internal static partial class WireCodec
{
    private static byte[] Write<T>(T form, JsonTypeInfo<T> json, int most = WireLimits.Bytes)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(form, json);
        CheckLength(bytes.Length, most);
        return bytes;
    }

    private static T Read<T>(ReadOnlySpan<byte> bytes, JsonTypeInfo<T> json, int most = WireLimits.Bytes)
        where T : class
    {
        CheckLength(bytes.Length, most);

        try
        {
            return JsonSerializer.Deserialize(bytes, json) ?? throw new WireException("The message is null.");
        }
        catch (JsonException exception)
        {
            // The exception's own text would repeat names out of the message, which may be anything.
            throw new WireException(
                exception.BytePositionInLine is { } at
                    ? $"The message is not the JSON of one: line {exception.LineNumber + 1}, byte {at + 1}."
                    : "The message is not the JSON of one.");
        }
    }

    private static void CheckLength(int bytes, int most)
    {
        if (bytes > most)
        {
            throw new WireException(FormattableString.Invariant(
                $"A message of {bytes:#,0} bytes is longer than the {most:#,0} allowed."));
        }
    }

    private static int MostOf(bool hasSlice) => hasSlice ? WireLimits.SliceBytes : WireLimits.Bytes;
}
