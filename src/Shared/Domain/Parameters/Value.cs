using System.Globalization;

namespace Farm.Domain;

/// <summary>A parameter's value: a finite number or a word. Two values are equal when their texts are.</summary>
/// <remarks>
/// Numbers are float64; their text is the invariant shortest that reads back to the same bits (<c>0.5</c>,
/// <c>1E-08</c>, <c>800</c>). The text is part of every cell's identity and therefore frozen.
/// </remarks>
public readonly record struct Value
{
    private readonly string? word;
    private readonly double number;

    private Value(double number, string? word)
    {
        this.number = number;
        this.word = word;
    }

    /// <summary>Whether this is a number (else a word).</summary>
    public bool IsNumber => word is null;

    /// <summary>The number.</summary>
    /// <exception cref="InvalidOperationException">The value is a word.</exception>
    public double Number => word is null ? number : throw new InvalidOperationException($"'{word}' is not a number.");

    /// <summary>The word.</summary>
    /// <exception cref="InvalidOperationException">The value is a number.</exception>
    public string Word => word ?? throw new InvalidOperationException($"{Text} is not a word.");

    /// <summary>The canonical text.</summary>
    public string Text => word ?? number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public static Value Of(double number)
    {
        if (!double.IsFinite(number))
        {
            throw new ArgumentOutOfRangeException(nameof(number), number, "A parameter is a finite number.");
        }

        // -0 and 0 are one value: they must not make two cells.
        return new Value(number == 0 ? 0 : number, null);
    }

    /// <summary>A word.</summary>
    /// <exception cref="ArgumentException">
    /// Empty, or it reads as a finite number: a cell's key could not tell.
    /// </exception>
    public static Value Of(string word)
    {
        ArgumentException.ThrowIfNullOrEmpty(word);
        return ReadsAsNumber(word, out _)
            ? throw new ArgumentException($"'{word}' reads as a number and cannot be a word.", nameof(word))
            : new Value(0, word);
    }

    /// <summary>The value that a canonical text stands for: a number where it reads as one, else a word.</summary>
    public static Value Parse(string text) => ReadsAsNumber(text, out var number) ? Of(number) : Of(text);

    private static bool ReadsAsNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
