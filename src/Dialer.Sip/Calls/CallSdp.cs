using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Dialer.Sip.Media;
using Dialer.Sip.Stack;

namespace Dialer.Sip.Calls;

/// <summary>
/// Session descriptions of a call with one audio stream (RFC 4566, offer and answer of RFC 3264): G.711 of both laws
/// and telephone-event. What else a far end offers is refused within the answer, as the RFC asks.
/// </summary>
public sealed class CallSdp(IPAddress advertised)
{
    private const int MaxLines = 256;
    private const byte OurEvents = 101;

    private static long s_version = 1;

    /// <summary>An offer of all our codecs.</summary>
    public byte[] Offer(MediaLeg leg)
    {
        ArgumentNullException.ThrowIfNull(leg);
        return Build(leg, "8 0 101", "a=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\n", "sendrecv");
    }

    /// <summary>The answer to an offer that <see cref="TryReadOffer"/> understood: one codec of it, its event type, the mirrored direction.</summary>
    public byte[] Answer(MediaLeg leg, RemoteMedia offer)
    {
        ArgumentNullException.ThrowIfNull(leg);
        ArgumentNullException.ThrowIfNull(offer);
        byte type = offer.PayloadType ?? offer.Codec.StaticPayloadType();
        string name = offer.Codec == AudioCodec.Pcma ? "PCMA" : "PCMU";
        string direction = offer.Direction switch
        {
            MediaDirection.SendReceive => "sendrecv",
            MediaDirection.SendOnly => "sendonly",
            MediaDirection.ReceiveOnly => "recvonly",
            MediaDirection.Inactive => "inactive",
        };
        return offer.TelephoneEventPayloadType is { } events
            ? Build(leg, $"{type} {events}", $"a=rtpmap:{type} {name}/8000\r\na=rtpmap:{events} telephone-event/8000\r\na=fmtp:{events} 0-16\r\n", direction)
            : Build(leg, $"{type}", $"a=rtpmap:{type} {name}/8000\r\n", direction);
    }

    private byte[] Build(MediaLeg leg, string formats, string maps, string direction)
    {
        string family = advertised.AddressFamily == AddressFamily.InterNetworkV6 ? "IP6" : "IP4";
        long version = Interlocked.Increment(ref s_version);
        return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"v=0\r\no=dialer {leg.LocalRtp.Port} {version} IN {family} {advertised}\r\ns=-\r\nc=IN {family} {advertised}\r\nt=0 0\r\nm=audio {leg.LocalRtp.Port} RTP/AVP {formats}\r\n{maps}a=ptime:20\r\na={direction}\r\n"));
    }

    /// <summary>The far end's answer: what we send, with which payload types. False where there is none that fits.</summary>
    public static bool TryReadAnswer(SipMessage message, [NotNullWhen(true)] out RemoteMedia? remote) => TryRead(message, out remote);

    /// <summary>The far end's offer; its first codec that we speak is taken.</summary>
    public static bool TryReadOffer(SipMessage message, [NotNullWhen(true)] out RemoteMedia? remote) => TryRead(message, out remote);

    private static bool TryRead(SipMessage message, [NotNullWhen(true)] out RemoteMedia? remote)
    {
        ArgumentNullException.ThrowIfNull(message);
        remote = null;
        if (message.Sdp.IsEmpty) return false;
        return new Reading().TryRead(Encoding.ASCII.GetString(message.Sdp), out remote);
    }

    /// <summary>One pass over the lines of a description.</summary>
    private sealed class Reading
    {
        private readonly Dictionary<int, string> _maps = [];
        private string? _sessionAddress, _mediaAddress, _media;
        private MediaDirection _direction;
        private int _streams;
        private int _rtcpPort;

        public bool TryRead(string text, [NotNullWhen(true)] out RemoteMedia? remote)
        {
            remote = null;
            int lines = 0;
            foreach (string raw in text.Split('\n'))
            {
                if (++lines > MaxLines) return false;
                string line = raw.TrimEnd('\r');
                if (line.Length > 2 && line[1] == '=') Take(line[0], line[2..]);
            }
            return _media is not null && TryConclude(_media.Split(' ', StringSplitOptions.RemoveEmptyEntries), out remote);
        }

        private void Take(char type, string value)
        {
            bool inAudio = _media is not null && _streams == 1;
            if (type == 'm')
            {
                bool first = _media is null && value.StartsWith("audio ", StringComparison.Ordinal);
                if (first) _media = value;
                _streams = first ? 1 : 2;
            }
            else if (type == 'c' && value.Split(' ') is [_, _, var address, ..])
            {
                if (_streams == 0) _sessionAddress = address.Split('/')[0];
                else if (inAudio) _mediaAddress = address.Split('/')[0];
            }
            else if (type == 'a' && (_streams == 0 || inAudio)) Attribute(value);
        }

        private void Attribute(string value)
        {
            if (value.StartsWith("rtpmap:", StringComparison.Ordinal) && value[7..].Split(' ', 2) is [var type, var encoding] && int.TryParse(type, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                if (number < 128) _maps[number] = encoding.Trim();
            }
            else if (value.StartsWith("rtcp:", StringComparison.Ordinal)) _ = int.TryParse(value[5..].Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out _rtcpPort);
            else
            {
                // What the far end does, seen from our side.
                _direction = value switch
                {
                    "sendonly" => MediaDirection.ReceiveOnly,
                    "recvonly" => MediaDirection.SendOnly,
                    "inactive" => MediaDirection.Inactive,
                    "sendrecv" => MediaDirection.SendReceive,
                    _ => _direction,
                };
            }
        }

        private bool TryConclude(string[] media, [NotNullWhen(true)] out RemoteMedia? remote)
        {
            remote = null;
            if (media.Length < 4 || media[2] != "RTP/AVP") return false;
            if (!int.TryParse(media[1].Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port is < 1 or > 65535) return false;
            if (!IPAddress.TryParse(_mediaAddress ?? _sessionAddress, out IPAddress? address)) return false;
            (byte Type, AudioCodec Codec)? codec = null;
            byte? events = null;
            List<PayloadMapping> accepted = [];
            foreach (string format in media.AsSpan(3))
            {
                if (!byte.TryParse(format, NumberStyles.None, CultureInfo.InvariantCulture, out byte type) || type > 127) continue;
                string name = _maps.GetValueOrDefault(type) ?? (type switch { 0 => "PCMU/8000", 8 => "PCMA/8000", _ => "" });
                if (CodecOf(name) is { } known)
                {
                    codec ??= (type, known);
                    if (accepted.Count < 16) accepted.Add(new(type, known));
                }
                else if (name.Equals("telephone-event/8000", StringComparison.OrdinalIgnoreCase)) events ??= type;
            }
            if (codec is not { } chosen) return false;

            // RFC 2543 hold: an address of zeros means "send nothing".
            bool nowhere = address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
            remote = new RemoteMedia
            {
                Rtp = new(nowhere ? IPAddress.Loopback : address, port),
                Rtcp = _rtcpPort is > 0 and <= 65535 ? new(nowhere ? IPAddress.Loopback : address, _rtcpPort) : null,
                Codec = chosen.Codec,
                PayloadType = chosen.Type,
                Accepted = accepted,
                TelephoneEventPayloadType = events,
                AcceptedTelephoneEventPayloadType = events ?? OurEvents,
                Direction = nowhere ? MediaDirection.ReceiveOnly : _direction,
            };
            return true;
        }

        private static AudioCodec? CodecOf(string name) => name.ToUpperInvariant() switch
        {
            "PCMA/8000" or "PCMA/8000/1" => AudioCodec.Pcma,
            "PCMU/8000" or "PCMU/8000/1" => AudioCodec.Pcmu,
            _ => null,
        };
    }
}
