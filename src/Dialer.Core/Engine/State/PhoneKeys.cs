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
///   *4    hold, and back; with somebody asked from one to the other
///   *5N#  ask number N; *5# let them go
///   *6    all three hear each other
///   *7N#  hand on to number N; *7# to whoever is asked
///   *8#   park; *8N# pick up who is parked at N
/// </code>
/// A star always begins anew; keys more than 5 s apart do not belong together. From *4 on only where the configuration says so.
/// </summary>
internal struct PhoneKeys
{
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(5);
    private const int MostDigits = 32;
    private byte _step;
    private string? _digits;
    private Instant _last;

    /// <summary>Takes one key; <paramref name="argument"/> is N of a disposition, <paramref name="number"/> that of a command which ends with #.</summary>
    public PhoneCommand Press(char key, Instant now, out int argument, out string number)
    {
        argument = 0;
        number = "";
        byte step = _step != 0 && now - _last > Together ? (byte)0 : _step;
        _last = now;
        _step = 0;
        if (key == '*')
            _step = 1;
        else if (step == 1)
            return AfterStar(key);
        else if (step >= 5 && key == '#')
        {
            number = _digits ?? "";
            _digits = null;
            return step switch
            {
                5 => PhoneCommand.Consult,
                7 => PhoneCommand.HandOn,
                _ => PhoneCommand.Park,
            };
        }
        else if (step >= 5 && (_digits?.Length ?? 0) < MostDigits)
        {
            _digits += key;
            _step = step;
        }
        else if (step == 2 && char.IsAsciiDigit(key))
        {
            argument = key - '0';
            return PhoneCommand.Disposition;
        }
        return PhoneCommand.None;
    }

    private PhoneCommand AfterStar(char key)
    {
        if (key is '2' or '5' or '7' or '8')
            _step = (byte)(key - '0');
        _digits = null;
        return key switch
        {
            '1' => PhoneCommand.Ready,
            '0' => PhoneCommand.Pause,
            '9' => PhoneCommand.HangUp,
            '3' => PhoneCommand.LeaveMessage,
            '4' => PhoneCommand.HoldOrBack,
            '6' => PhoneCommand.Conference,
            _ => PhoneCommand.None,
        };
    }
}
