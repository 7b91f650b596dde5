using System.Net;
using Dialer.Core.Ids;

namespace Dialer.Line;

/// <summary>One carrier or PBX, as the operator configured it. Validated before it comes here.</summary>
public sealed record TrunkOptions
{
    public required TrunkId Id { get; init; }

    /// <summary>For people: reports, logs, TrunkUnavailable.</summary>
    public required string Name { get; init; }

    /// <summary>Host name or address of the carrier, PBX or proxy.</summary>
    public required string Address { get; init; }

    /// <summary>0: 5060, or what DNS says.</summary>
    public int Port { get; init; }

    public TrunkTransport Transport { get; init; } = TrunkTransport.Auto;

    /// <summary>Where its calls come from, beside what <see cref="Address"/> resolves to.</summary>
    public IReadOnlyList<IPNetwork> Sources { get; init; } = [];

    /// <summary>The domain in From, To and REGISTER; null: <see cref="Address"/>.</summary>
    public string? Domain { get; init; }

    /// <summary>User name for From, Contact, REGISTER and digest; null: the caller id serves, and digest is not answered.</summary>
    public string? UserName { get; init; }

    public string? Password { get; init; }

    /// <summary>User name for the digest alone, where it differs.</summary>
    public string? AuthorizationUser { get; init; }

    /// <summary>Register there, and refresh; without a registration the trunk is unavailable.</summary>
    public bool Register { get; init; }

    public TimeSpan RegisterExpires { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>Shown when the campaign has none of its own. Null: <see cref="UserName"/>.</summary>
    public string? CallerId { get; init; }

    public CallerIdHeader CallerIdIn { get; init; } = CallerIdHeader.From;

    /// <summary>How it writes and reads telephone numbers.</summary>
    public TrunkNumbers Numbers { get; init; } = TrunkNumbers.Default;

    /// <summary>Calls at once, of both directions; further INVITEs are not sent (Congestion, trunk fault) or get 486.</summary>
    public int Channels { get; init; } = 30;

    /// <summary>New calls a second, evenly spaced: by the engine for the trunk that it orders, by the line for each other that serves.</summary>
    public double CallsPerSecond { get; init; } = 10;

    /// <summary>OPTIONS this often while it serves, for NATs on the way and to learn of its end without a call; zero: never. Only to a trunk that has answered one.</summary>
    public TimeSpan KeepAliveEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>An OPTIONS that is not answered within this has failed. With the time after which a call is doubted, less than the 2 s in which a dead trunk is to be found.</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromMilliseconds(900);

    /// <summary>OPTIONS this often while the trunk is in doubt; a quarter of it on the first tries.</summary>
    public TimeSpan ProbeEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Calls ordered by this trunk are spread over these in proportion to their weights; empty: all go by this one. It may name itself.</summary>
    public IReadOnlyList<TrunkWeight> Weights { get; init; } = [];

    /// <summary>Trunks to try, in this order, when this one (and those of <see cref="Weights"/>) cannot take a call or fails before it rings.</summary>
    public IReadOnlyList<TrunkId> Failover { get; init; } = [];

    /// <summary>Least cost: a number with one of these prefixes goes by that trunk first. The longest prefix wins.</summary>
    public IReadOnlyList<PrefixRule> Prefixes { get; init; } = [];

    public RedirectRule Redirect { get; init; } = RedirectRule.Refuse;

    /// <summary>Codecs and encryption of its calls.</summary>
    public CallMedia Media { get; init; } = CallMedia.Default;

    /// <summary>The carrier's media may come from elsewhere than its SDP says (it sits behind a NAT).</summary>
    public bool MediaBehindNat { get; init; }

    /// <summary>It sits behind a NAT that rewrites nothing: requests and answers go to where its own came from, whatever Via, Contact and Record-Route say.</summary>
    public bool SignallingBehindNat { get; init; }

    /// <summary>The trunk shows this name and password with each call that it sends (digest); null: its address suffices.</summary>
    public string? InboundUser { get; init; }
    public string? InboundPassword { get; init; }

    /// <summary>Offer session timers (RFC 4028) of this interval, which also find a call whose BYE was lost; zero: none.</summary>
    public TimeSpan SessionExpires { get; init; } = TimeSpan.FromSeconds(1800);
}
