using System.Globalization;
using System.Text.RegularExpressions;
using Dialer.Core.Time;

namespace Dialer.Server.Http;

/// <summary>
/// The moment of a promised call back as it is written: a date with a time of day. With an offset it is that instant;
/// without one it is what the called person's clock shows, which the engine knows. A date alone is no appointment.
/// </summary>
internal static partial class CallBackText
{
    /// <summary>What no calendar of a machine reaches with an offset is far beyond any promise.</summary>
    private const int LastYear = 9_000;

    /// <returns>Null: read. Else what is wrong, with its name for programs.</returns>
    public static (string Code, string What)? Read(string text, out Instant? at, out DateTime? local)
    {
        at = null;
        local = null;
        var parts = Shape().Match(text.Trim());
        if (!parts.Success)
            return ("callBackNotUnderstood", "Write a date and a time, such as 2026-12-24T14:30 on the called person's clock, or 2026-12-24T14:30:00+01:00.");
        if (!parts.Groups["time"].Success)
            return ("callBackNeedsTime", "A date alone is no appointment: give the time of day, such as T14:30.");
        string clock = parts.Groups["time"].Value;
        if (!DateTime.TryParseExact($"{parts.Groups["date"].Value} {(clock.Length == 5 ? clock + ":00" : clock)}", "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
            return ("callBackNotUnderstood", "There is no such date or time of day.");
        moment = moment.Year > LastYear ? new DateTime(LastYear, 1, 1) : moment.Year < 2 ? new DateTime(2, 1, 1) : moment;
        if (!parts.Groups["offset"].Success)
        {
            local = moment;
            return null;
        }
        if (OffsetOf(parts.Groups["offset"].Value) is not { } offset)
            return ("callBackNotUnderstood", "There is no such offset.");
        at = Instant.From(new DateTimeOffset(moment, offset));
        return null;
    }

    private static TimeSpan? OffsetOf(string text)
    {
        if (text is "Z" or "z")
            return TimeSpan.Zero;
        int hours = int.Parse(text.AsSpan(1, 2), CultureInfo.InvariantCulture), minutes = int.Parse(text.AsSpan(text.Length - 2), CultureInfo.InvariantCulture);
        if (hours > 14 || minutes > 59 || (hours == 14 && minutes > 0))
            return null;
        return new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
    }

    [GeneratedRegex(@"^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})([Tt ](?<time>[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?)(?<offset>[Zz]|[+-][0-9]{2}:?[0-9]{2})?)?$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Shape();
}
