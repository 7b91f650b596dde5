using System.Globalization;
using Dialer.Line;

namespace Dialer.SipSorcery.Media;

/// <summary>How long a far end wants its packets (RFC 8866 section 6.4), which the library does not read. Pure.</summary>
internal static class PacketTimes
{
    private const string Attribute = "a=ptime:";
    private const int MostMs = 60;

    /// <summary>Octets of G.711 a packet: 20 ms where nothing, or nothing usable, is asked for.</summary>
    public static int BytesAskedFor(string session)
    {
        foreach (var line in session.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(Attribute, StringComparison.Ordinal))
                continue;
            bool isRead = int.TryParse(line[Attribute.Length..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int ms);
            if (isRead && ms is >= 10 and <= MostMs && ms % 10 == 0)
                return ms * 8;
        }
        return AudioCodecs.FrameBytes;
    }
}
