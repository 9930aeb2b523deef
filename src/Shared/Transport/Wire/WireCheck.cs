using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text;

namespace Farm.Transport.Wire;

/// <summary>The bounds that every member of a message keeps, whether it is written or read.</summary>
internal static class WireCheck
{
    /// <summary>A number from a least to a most.</summary>
    public static T Within<T>(T value, T least, T most, string member)
        where T : INumber<T>
    {
        if (!(value >= least && value <= most))
        {
            Throw($"{member} is {value}, not within {least} and {most}");
        }

        return value;
    }

    /// <summary>A name: some characters, none that would break or turn a line.</summary>
    public static string Name(string value, string member)
    {
        if (value.Length is 0 or > WireLimits.NameCharacters)
        {
            Throw($"{member} has {value.Length} characters, not 1 to {WireLimits.NameCharacters}");
        }

        if (WireText.IsUnclean(value) || value.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            Throw($"{member} holds a character that no name holds");
        }

        return value;
    }

    /// <summary>A node's name, after which a queue is named.</summary>
    public static string Node(string value, string member)
    {
        Name(value, member);
        if (Encoding.UTF8.GetByteCount(value) > WireLimits.NodeBytes)
        {
            Throw($"{member} is longer than {WireLimits.NodeBytes} bytes");
        }

        return value;
    }

    /// <summary>A capability, which is one word of a routing key.</summary>
    public static string Word(string value, string member)
    {
        Name(value, member);
        if (value.AsSpan().ContainsAnyExcept(WireText.WordCharacters))
        {
            Throw($"{member} is not a word of a-z, 0-9 and '-'");
        }

        return value;
    }

    /// <summary>One line for people.</summary>
    public static string Text(string value, string member)
    {
        if (value.Length > WireLimits.TextCharacters || WireText.IsUnclean(value))
        {
            Throw($"{member} is not one line of at most {WireLimits.TextCharacters} characters");
        }

        return value;
    }

    /// <summary>Lines for people.</summary>
    public static string Detail(string value, string member)
    {
        if (value.Length > WireLimits.DetailCharacters || WireText.IsUncleanDetail(value))
        {
            Throw($"{member} is not a text of at most {WireLimits.DetailCharacters} characters");
        }

        return value;
    }

    /// <summary>So many bytes.</summary>
    public static byte[] Bytes(byte[] value, int length, string member)
    {
        if (value.Length != length)
        {
            Throw($"{member} has {value.Length} bytes, not {length}");
        }

        return value;
    }

    /// <summary>A list of at most so many things, each of which is there.</summary>
    public static TTo[] List<TFrom, TTo>(TFrom?[] values, int most, Func<TFrom, TTo> read, string member)
        where TFrom : class
    {
        if (values.Length > most)
        {
            Throw($"{member} has {values.Length} entries, more than {most}");
        }

        var list = new TTo[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is not { } value)
            {
                Throw($"{member} has an entry that is null");
                break;
            }

            list[i] = read(value);
        }

        return list;
    }

    /// <summary>Refuses the message.</summary>
    [DoesNotReturn]
    public static void Throw(FormattableString fault) =>
        throw new WireException(FormattableString.Invariant(fault) + ".");
}
