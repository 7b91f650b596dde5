using System.Globalization;
using System.Text;

namespace Dialer.Sip.Stack.Sdp;

/// <summary>A line of a description that was passed over, or read although it is not as the standard wants it.</summary>
/// <param name="Line">From 1; 0: no line, one is missing.</param>
/// <param name="Text">The line as far as it can be shown: printable ASCII, at most 80 characters, never a key.</param>
public readonly record struct SdpOddity(int Line, SdpFault Fault, string Text)
{
    private const int MaxText = 80;

    internal static SdpOddity At(int line, SdpFault fault, ReadOnlySpan<byte> text)
    {
        StringBuilder shown = new(MaxText);
        foreach (byte next in text[..Math.Min(text.Length, MaxText)])
            shown.Append(next is >= 0x20 and < 0x7F ? (char)next : '?');
        string line80 = shown.ToString();
        int key = line80.IndexOf("inline:", StringComparison.OrdinalIgnoreCase);
        return new(line, fault, key < 0 ? line80 : line80[..(key + "inline:".Length)] + "...");
    }

    public override string ToString() => Line == 0
        ? $"{Words}"
        : string.Create(CultureInfo.InvariantCulture, $"line {Line} ({Text}): {Words}");

    private string Words => Fault switch
    {
        SdpFault.None => "nothing wrong",
        SdpFault.Empty => "nothing in it",
        SdpFault.TooManyLines => "too many lines",
        SdpFault.BadLine => "no line of a description",
        SdpFault.BadVersion => "does not begin with v=0",
        SdpFault.BadOrigin => "an origin with words missing, or not numbers where they must be",
        SdpFault.BadConnection => "no address that is known",
        SdpFault.BadMedia => "a media line with words missing, or with a port that is none",
        SdpFault.TooManyMedia => "too many media",
        SdpFault.TooManyFormats => "too many formats",
        SdpFault.BadAttribute => "an attribute that does not say what it must",
        SdpFault.ConnectionMissing => "no c= line",
    };
}
