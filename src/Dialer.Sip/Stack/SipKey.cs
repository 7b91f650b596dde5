namespace Dialer.Sip.Stack;

/// <summary>128 bits that stand for a transaction's identity; keyed, so that nobody outside can aim two at one.</summary>
internal readonly record struct SipKey(ulong High, ulong Low)
{
    public override int GetHashCode() => (int)Low;
}
