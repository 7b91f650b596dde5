using Dialer.Core.Time;

namespace Dialer.Core.Engine.State;

/// <summary>
/// What an agent can do on the keys of the phone, headset only:
/// <code>
///   *1    ready
///   *0    pause
///   *9    hang up on the customer
///   *3    leave the message, and take the next
///   *2N   disposition N (0 to 9) of the campaign's list
/// </code>
/// A star always begins anew; keys more than 5 s apart do not belong together.
/// </summary>
internal struct PhoneKeys
{
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(5);
    private byte _step;
    private Instant _last;

    /// <summary>Takes one key; <paramref name="argument"/> is N of a disposition.</summary>
    public PhoneCommand Press(char key, Instant now, out int argument)
    {
        argument = 0;
        byte step = _step != 0 && now - _last > Together ? (byte)0 : _step;
        _last = now;
        _step = 0;
        if (key == '*')
            _step = 1;
        else if (step == 1)
            return AfterStar(key);
        else if (step == 2 && char.IsAsciiDigit(key))
        {
            argument = key - '0';
            return PhoneCommand.Disposition;
        }
        return PhoneCommand.None;
    }

    private PhoneCommand AfterStar(char key)
    {
        if (key == '2')
            _step = 2;
        return key switch
        {
            '1' => PhoneCommand.Ready,
            '0' => PhoneCommand.Pause,
            '9' => PhoneCommand.HangUp,
            '3' => PhoneCommand.LeaveMessage,
            _ => PhoneCommand.None,
        };
    }
}
