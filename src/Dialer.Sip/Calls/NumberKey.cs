using System.Globalization;

namespace Dialer.Sip.Calls;

/// <summary>A telephone number as the memories keep it.</summary>
internal static class NumberKey
{
    /// <summary>False: it is no number.</summary>
    public static bool TryOf(string? number, out ulong key)
    {
        key = 0;
        return number is not null && ulong.TryParse(number.AsSpan().TrimStart('+'), NumberStyles.None, CultureInfo.InvariantCulture, out key);
    }
}
