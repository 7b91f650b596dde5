using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Sip.Stack;
using Dialer.Sip.Trunks;

namespace Dialer.Sip.Calls;

/// <summary>Whom to call and as whom, by whichever trunk.</summary>
/// <param name="Number">A called person's number; null for an agent's phone.</param>
/// <param name="Phone">An agent's phone; null for a number.</param>
/// <param name="CallerId">Null: the trunk's.</param>
/// <param name="PhoneMedia">What the phone speaks; null: what the trunk does.</param>
internal sealed record OutboundTarget(CampaignId Campaign, string? Number, SipUri? Phone, TimeSpan RingTimeout, string? CallerId, SipUri Self, CallMedia? PhoneMedia = null)
{
    /// <summary>Keep the caller id from the called person.</summary>
    public bool IsWithheld { get; init; }

    /// <summary>The phone may ask for a transfer.</summary>
    public bool AllowsRefer { get; init; }

    /// <summary>The stream or address by which a phone that registered here is reached.</summary>
    public SipHop? Flow { get; init; }

    public CallMedia MediaBy(Trunk? trunk) => PhoneMedia ?? trunk?.Options.Media ?? CallMedia.Default;

    public SipUri UriBy(Trunk? trunk) => Phone ?? trunk!.UriOf(trunk.Options.Numbers.WriteCalled(Number!));

    public SipInvite InviteBy(Trunk? trunk, SipUri uri, byte[] offer)
    {
        var options = trunk?.Options;
        string? callerId = CallerId ?? options?.CallerId;
        if (callerId is not null && options is not null)
            callerId = options.Numbers.WriteCalling(callerId);
        var account = trunk is null ? Self : trunk.AddressOf(trunk.Options.UserName ?? callerId ?? "dialer");
        var shown = trunk is null || callerId is null ? account : trunk.AddressOf(callerId);
        bool inFrom = options?.CallerIdIn is null or CallerIdHeader.From or CallerIdHeader.Both;
        bool inAsserted = callerId is not null && options?.CallerIdIn is CallerIdHeader.AssertedIdentity or CallerIdHeader.Both;
        return new SipInvite
        {
            Target = uri,
            From = new SipIdentity("", inFrom ? shown : account),
            AssertedIdentity = inAsserted || IsWithheld ? new SipIdentity("", shown) : null,
            Anonymous = IsWithheld,
            Flow = Flow,
            AllowsRefer = AllowsRefer,
            Body = offer,
            OutboundProxy = Phone is not null ? ProxyOf(trunk) : trunk?.OutboundProxy,
            Credentials = trunk?.Credentials,
            RingTimeoutMs = (int)Math.Min(RingTimeout.TotalMilliseconds, 3_600_000),
            SessionExpiresSeconds = (int)(options?.SessionExpires ?? TimeSpan.FromSeconds(1800)).TotalSeconds,
        };
    }

    private static SipUri? ProxyOf(Trunk? trunk) => trunk?.Target;
}
