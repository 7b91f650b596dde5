using System.Text;

namespace Dialer.Sip.Stack;

internal static class SipMethods
{
    private static readonly byte[][] Names = Array.ConvertAll(
        new[] { "", "INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "REGISTER", "PRACK", "UPDATE", "INFO", "REFER", "NOTIFY", "SUBSCRIBE", "MESSAGE", "PUBLISH" },
        Encoding.ASCII.GetBytes);

    public static ReadOnlySpan<byte> Name(SipMethod method) => Names[(int)method];

    /// <summary>Methods are case-sensitive (RFC 3261 section 7.1).</summary>
    public static SipMethod Identify(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
            return SipMethod.Other;
        for (int i = 1; i < Names.Length; i++)
        {
            if (name[0] == Names[i][0] && name.SequenceEqual(Names[i]))
                return (SipMethod)i;
        }
        return SipMethod.Other;
    }
}
