using System.Globalization;

namespace Farm.Hosting;

/// <summary>Texts that are the same on every machine.</summary>
public static class Invariant
{
    /// <summary>Formats with the invariant culture.</summary>
    public static string Text(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>A whole number, plain.</summary>
    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A whole number with separators, for people: <c>1,200,000</c>.</summary>
    public static string Grouped(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>How many a second, for people: <c>1,200</c>, <c>0.43</c> where they take seconds each.</summary>
    public static string Rate(double perSecond) => perSecond is > 0 and < 10
        ? perSecond.ToString("G2", CultureInfo.InvariantCulture)
        : Grouped((long)perSecond);

    /// <summary>A duration for people: <c>0.4 s</c>, <c>12 s</c>, <c>3 min 20 s</c>, <c>5 h 12 min</c>, <c>3 d 4 h</c>.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 10 } => Text($"{time.TotalSeconds:0.0} s"),
        { TotalSeconds: < 60 } => Text($"{time.TotalSeconds:0} s"),
        { TotalHours: < 1 } => Text($"{time.Minutes} min {time.Seconds} s"),
        { TotalDays: < 1 } => Text($"{time.Hours} h {time.Minutes} min"),
        _ => Text($"{(long)time.TotalDays} d {time.Hours} h"),
    };

    /// <summary>
    /// How long ago something was, for people: <c>just now</c>, <c>3 s ago</c>, <c>4 min ago</c>, <c>2 h ago</c>,
    /// <c>5 d ago</c>. What seems to come, since clocks differ, is just now.
    /// </summary>
    public static string Ago(TimeSpan age) => age switch
    {
        { TotalSeconds: < 1 } => "just now",
        { TotalMinutes: < 1 } => Text($"{(long)age.TotalSeconds} s ago"),
        { TotalHours: < 1 } => Text($"{(long)age.TotalMinutes} min ago"),
        { TotalDays: < 1 } => Text($"{(long)age.TotalHours} h ago"),
        _ => Text($"{(long)age.TotalDays} d ago"),
    };

    /// <summary>A moment for people: <c>2026-01-31 12:00:05Z</c>.</summary>
    public static string Moment(DateTimeOffset moment) => Text($"{moment.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z");

    /// <summary>A number of bytes for people: <c>4.2 MB</c>.</summary>
    public static string Bytes(double bytes) => bytes switch
    {
        < 1e3 => Text($"{bytes:0} B"),
        < 1e6 => Text($"{bytes / 1e3:0.0} kB"),
        < 1e9 => Text($"{bytes / 1e6:0.0} MB"),
        _ => Text($"{bytes / 1e9:0.0} GB"),
    };
}
