using System.Globalization;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Page;

/// <summary>Numbers as the page's readers see them.</summary>
internal static class Figures
{
    /// <summary>1,234,567.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number to four digits; an en dash for none.</summary>
    public static string Short(double number)
    {
        if (!double.IsFinite(number))
        {
            return "–";
        }

        var size = Math.Abs(number);
        return size is 0 or (>= 1e-3 and < 1e5)
            ? Minus(Rounded(number, 4))
            : Minus(number.ToString("0.###e+0", CultureInfo.InvariantCulture));
    }

    /// <summary>A share in percent, to as many digits as its interval supports: 41.93%.</summary>
    public static string Percent(double share) =>
        double.IsFinite(share) ? Rounded(100 * share, 4) + "%" : "–";

    /// <summary>An interval of shares: 41.5–42.3%.</summary>
    public static string Percent(Interval interval) =>
        interval.Exists ? $"{Rounded(100 * interval.Low, 4)}–{Rounded(100 * interval.High, 4)}%" : "–";

    /// <summary>An interval of numbers: 1.2 to 3.4.</summary>
    public static string Short(Interval interval) =>
        interval.Exists ? $"{Short(interval.Low)} to {Short(interval.High)}" : "–";

    /// <summary>Time: 2 h 5 min, 3 min 20 s, 4.2 s.</summary>
    public static string Time(TimeSpan time) => time switch
    {
        { TotalHours: >= 1 } => $"{(long)time.TotalHours} h {time.Minutes} min",
        { TotalMinutes: >= 1 } => $"{time.Minutes} min {time.Seconds} s",
        _ => time.TotalSeconds.ToString("0.0##", CultureInfo.InvariantCulture) + " s",
    };

    /// <summary>An instant, UTC.</summary>
    public static string Instant(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) ?? "–";

    private static string Rounded(double number, int digits)
    {
        if (number == 0)
        {
            return "0";
        }

        var decimals = Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(number))), 0, 12);
        return Math.Round(number, decimals).ToString("0.############", CultureInfo.InvariantCulture);
    }

    private static string Minus(string number) => number.Replace('-', '−');
}
