using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Farm.Domain;

/// <summary>One point of a grid: a study with a value for every parameter that applies.</summary>
/// <remarks>
/// The key is the study, then every parameter by ordinal name: <c>xor;beta1=0.9;…;model=relu-pair</c>. It names the
/// cell for ever; a change to its form would orphan every ledger.
/// </remarks>
public sealed class Cell : IEquatable<Cell>
{
    /// <summary>Length of <see cref="Id"/>, in hexadecimal digits.</summary>
    public const int IdLength = 12;

    private Cell(string study, FrozenDictionary<string, Value> parameters, string key)
    {
        Study = study;
        Parameters = parameters;
        Key = key;
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }

    /// <summary>The study's name.</summary>
    public string Study { get; }

    /// <summary>Every parameter that stands in the key.</summary>
    public IReadOnlyDictionary<string, Value> Parameters { get; }

    /// <summary>The canonical text that is the cell's identity.</summary>
    public string Key { get; }

    /// <summary>SHA-256 of <see cref="Key"/>, 64 hexadecimal digits.</summary>
    public string Hash { get; }

    /// <summary>The cell's short name in all outputs: the first 12 digits of its hash.</summary>
    public string Id => Hash[..IdLength];

    /// <summary>A cell from its parameters. The study, names and words must not hold <c>;</c> or <c>=</c>.</summary>
    /// <exception cref="ArgumentException">One of them does, is empty, or a parameter is named twice.</exception>
    public static Cell Create(string study, IEnumerable<KeyValuePair<string, Value>> parameters)
    {
        ArgumentException.ThrowIfNullOrEmpty(study);
        if (study.AsSpan().ContainsAny(";="))
        {
            throw new ArgumentException($"'{study}' cannot stand in a cell's key.", nameof(study));
        }

        var sorted = parameters.OrderBy(p => p.Key, StringComparer.Ordinal).ToArray();
        var key = new StringBuilder(study);
        for (var i = 0; i < sorted.Length; i++)
        {
            var (name, value) = sorted[i];
            if (i > 0 && sorted[i - 1].Key == name)
            {
                throw new ArgumentException($"'{name}' is given twice.", nameof(parameters));
            }

            if (name.Length == 0 || name.AsSpan().ContainsAny(";=") || value.Text.AsSpan().ContainsAny(";="))
            {
                throw new ArgumentException($"'{name}={value}' cannot stand in a cell's key.", nameof(parameters));
            }

            key.Append(';').Append(name).Append('=').Append(value.Text);
        }

        return new Cell(study, sorted.ToFrozenDictionary(StringComparer.Ordinal), key.ToString());
    }

    /// <summary>The cell that a key names.</summary>
    /// <exception cref="FormatException">The text is no key.</exception>
    public static Cell Parse(string key)
    {
        var parts = key.Split(';');
        var parameters = new List<KeyValuePair<string, Value>>(parts.Length - 1);
        foreach (var part in parts.Skip(1))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == part.Length - 1)
            {
                throw new FormatException($"'{key}' is no cell key: '{part}' is not name=value.");
            }

            parameters.Add(new(part[..equals], Value.Parse(part[(equals + 1)..])));
        }

        var cell = CreateParsed(key, parts[0], parameters);
        return cell.Key == key ? cell : throw new FormatException($"'{key}' is no cell key: its canonical form is '{cell.Key}'.");
    }

    private static Cell CreateParsed(string key, string study, IEnumerable<KeyValuePair<string, Value>> parameters)
    {
        try
        {
            return Create(study, parameters);
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"'{key}' is no cell key: {e.Message}", e);
        }
    }

    /// <summary>
    /// The key of the cell's random streams under a seed: the first 64 bits, little-endian, of SHA-256 over the
    /// cell's key and the seed.
    /// </summary>
    public ulong StreamKey(ulong seed)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Key};seed={seed}")), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    /// <inheritdoc/>
    public bool Equals(Cell? other) => other is not null && other.Key == Key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Cell);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"{Id} ({Key})";
}
