using System.Text;
using Dialer.Sip.Stack;

namespace Dialer.Sip.Calls;

/// <summary>Digits in INFO: application/dtmf-relay ("Signal=5") and application/dtmf ("5"). Conventions of vendors, no RFC.</summary>
internal static class InfoDigit
{
    private const int MostOctets = 256;

    public static bool TryRead(SipMessage info, out char digit)
    {
        digit = '\0';
        return info.Body.Length <= MostOctets && TryRead(info.HeaderText(SipHeader.ContentType) ?? "", Encoding.ASCII.GetString(info.Body), out digit);
    }

    public static bool TryRead(string type, string body, out char digit)
    {
        digit = '\0';
        if (!type.StartsWith("application/dtmf", StringComparison.OrdinalIgnoreCase) || body.Length > MostOctets)
            return false;
        body = body.Trim();
        if (!type.StartsWith("application/dtmf-relay", StringComparison.OrdinalIgnoreCase))
            return TryOne(body, out digit);
        foreach (string line in body.Split('\n'))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && line[..equals].Trim().Equals("Signal", StringComparison.OrdinalIgnoreCase))
                return TryOne(line[(equals + 1)..].Trim(), out digit);
        }
        return false;
    }

    private static bool TryOne(string text, out char digit)
    {
        digit = text switch
        {
            { Length: 1 } => text[0],
            "10" => '*',
            "11" => '#',
            _ => '\0',
        };
        return digit is (>= '0' and <= '9') or '*' or '#';
    }
}
