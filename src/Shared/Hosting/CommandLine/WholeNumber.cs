using System.CommandLine;
using System.Globalization;

namespace Farm.Hosting.CommandLine;

/// <summary>Options that take a whole number.</summary>
public static class WholeNumber
{
    /// <summary>A whole number in a range.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="least">The smallest number.</param>
    /// <param name="most">The largest number.</param>
    public static Option<long?> Option(string name, string description, long least = 1, long most = long.MaxValue) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number >= least && number <= most)
            {
                return number;
            }

            result.AddError(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: '{text}' is not a whole number {(most == long.MaxValue ? $"of at least {least}" : $"from {least} to {most}")}."));
            return null;
        },
    };
}
