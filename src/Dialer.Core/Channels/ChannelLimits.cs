namespace Dialer.Core.Channels;

/// <summary>
/// What one agent may hold at once: so many of each channel, and which channel may be given on top of which. Not
/// telephone first: that a call may come on top of a letter is a rule among others, and can be turned off.
/// </summary>
public sealed class ChannelLimits
{
    /// <summary>Most that an agent may hold of any one channel.</summary>
    public const int Most = 20;

    /// <summary>Number of <see cref="Channel"/> values.</summary>
    public const int Channels = 10;

    private readonly byte[] _most = new byte[Channels];

    /// <summary>By channel held: bits of the channels that may come on top.</summary>
    private readonly ushort[] _onTop = new ushort[Channels];

    /// <summary>One voice and nothing else: an agent at the telephone.</summary>
    public static ChannelLimits VoiceOnly { get; } = new ChannelLimits().With(Channel.Voice, 1);

    /// <summary>
    /// One voice or call back, three chats or messages beside each other, one piece of written work, which a call or a
    /// chat may interrupt.
    /// </summary>
    public static ChannelLimits AnyMedium { get; } = CreateAnyMedium();

    /// <summary>As many as are said of each channel, one voice where nothing is said of it, and nothing else.</summary>
    /// <param name="callsInterrupt">Written work may be interrupted by what is spoken or chatted; chats and messages stand beside each other in any case.</param>
    public static ChannelLimits Of(IReadOnlyList<ChannelCapacity> capacities, bool callsInterrupt)
    {
        var limits = VoiceOnly.Allowing(Channel.Chat, Channel.Message).Allowing(Channel.Message, Channel.Chat);
        foreach (var capacity in capacities)
            limits = limits.With(capacity.Channel, capacity.Most);
        if (callsInterrupt)
            foreach (var written in Written)
                foreach (var spoken in Spoken)
                    limits = limits.Allowing(spoken, written);
        return limits;
    }

    private static ReadOnlySpan<Channel> Written => [Channel.Email, Channel.Letter, Channel.Fax, Channel.Form, Channel.Task];

    private static ReadOnlySpan<Channel> Spoken => [Channel.Voice, Channel.CallBack, Channel.Chat, Channel.Message, Channel.Ticket];

    /// <summary>A copy with another limit. 0: never given.</summary>
    /// <param name="most">0 to <see cref="Most"/>.</param>
    public ChannelLimits With(Channel channel, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, Most);
        var copy = Copy();
        copy._most[(int)channel] = (byte)most;
        return copy;
    }

    /// <summary>A copy in which <paramref name="onTop"/> may be given to an agent who holds <paramref name="held"/>.</summary>
    public ChannelLimits Allowing(Channel onTop, Channel held)
    {
        var copy = Copy();
        copy._onTop[(int)held] |= (ushort)(1 << (int)onTop);
        return copy;
    }

    public int MostOf(Channel channel) => _most[(int)channel];

    /// <summary>May an agent who holds so many of each channel be given one more of <paramref name="channel"/>?</summary>
    /// <param name="held">By channel, <see cref="Channels"/> long.</param>
    public bool Allows(ReadOnlySpan<byte> held, Channel channel)
    {
        if (held[(int)channel] >= _most[(int)channel])
            return false;
        for (int other = 0; other < Channels; other++)
            if (other != (int)channel && held[other] > 0 && (_onTop[other] & (1 << (int)channel)) == 0)
                return false;
        return true;
    }

    /// <summary>Same limits, same rules: agents that do not differ are kept together.</summary>
    public bool IsSameAs(ChannelLimits other) => _most.AsSpan().SequenceEqual(other._most) && _onTop.AsSpan().SequenceEqual(other._onTop);

    private ChannelLimits Copy()
    {
        var copy = new ChannelLimits();
        _most.CopyTo(copy._most, 0);
        _onTop.CopyTo(copy._onTop, 0);
        return copy;
    }

    private static ChannelLimits CreateAnyMedium()
    {
        var limits = new ChannelLimits().With(Channel.Voice, 1).With(Channel.CallBack, 1).With(Channel.Chat, 3).With(Channel.Message, 3).With(Channel.Ticket, 1)
            .Allowing(Channel.Chat, Channel.Message).Allowing(Channel.Message, Channel.Chat);
        foreach (var written in Written)
        {
            limits = limits.With(written, 1);
            foreach (var spoken in Spoken)
                limits = limits.Allowing(spoken, written);
        }
        return limits;
    }
}
