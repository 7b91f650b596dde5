using System.Globalization;

namespace Dialer.SipSorcery.Signalling;

/// <summary>Reason headers (RFC 3326), which the library gives as text. Pure.</summary>
internal static class Reasons
{
    private const int MostCharacters = 1_024;

    /// <summary>0 and null: there is none of Q.850.</summary>
    public static (int Cause, string? Text) Q850(string? header)
    {
        if (header is null or { Length: > MostCharacters })
            return default;
        foreach (string value in header.Split(','))
        {
            string[] parts = value.Split(';', StringSplitOptions.TrimEntries);
            if (!parts[0].Equals("Q.850", StringComparison.OrdinalIgnoreCase))
                continue;
            int cause = 0;
            string? text = null;
            foreach (string part in parts.Skip(1))
            {
                if (part.StartsWith("cause=", StringComparison.OrdinalIgnoreCase))
                    _ = int.TryParse(part["cause=".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out cause);
                else if (part.StartsWith("text=", StringComparison.OrdinalIgnoreCase))
                    text = part["text=".Length..].Trim('"');
            }
            return (cause, text);
        }
        return default;
    }
}
