using System.Globalization;
using Farm.Domain;

namespace Farm.Coordinator.Results;

/// <summary>One field of a table: a word, a number in the shortest text that reads back to it, or nothing.</summary>
public readonly record struct Field
{
    private Field(string text, bool isNumber)
    {
        Text = text;
        IsNumber = isNumber;
    }

    /// <summary>Nothing: no such parameter, or no value.</summary>
    public static Field Empty { get; } = new("", false);

    /// <summary>The text, invariant; empty for nothing.</summary>
    public string Text { get; }

    /// <summary>Whether the text is a number.</summary>
    public bool IsNumber { get; }

    /// <summary>Whether there is nothing.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(Text);

    /// <summary>A word.</summary>
    public static Field Of(string word) => new(word, false);

    /// <summary>A whole number.</summary>
    public static Field Of(long number) => new(number.ToString(CultureInfo.InvariantCulture), true);

    /// <summary>A number; nothing for NaN and the infinities, for which neither CSV nor JSON has a number.</summary>
    public static Field Of(double number) =>
        double.IsFinite(number) ? new(number.ToString("R", CultureInfo.InvariantCulture), true) : Empty;

    /// <summary>A parameter's value.</summary>
    public static Field Of(Value value) => new(value.Text, value.IsNumber);
}
