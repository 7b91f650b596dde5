using Dialer.Core.Callers;
using Dialer.Core.Channels;
using Dialer.Core.Compliance;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Callers;

public sealed class CallersWayTests
{
    private static readonly Instant Noon = new(TimeSpan.FromHours(12).Ticks);
    private static readonly OpeningHours Night = new(
        [.. Enum.GetValues<DayOfWeek>().Select(day => new WorkingHours(day, TimeOnly.MinValue, new TimeOnly(6, 0)))], HolidayCalendar.None, null, [], TimeZoneInfo.Utc);

    private static readonly CallerTarget Voicemail = new(CallerTargetKind.Voicemail, "box");

    [Theory]
    [InlineData("there is room", "sales", 0, true, "Queue sales", "")]
    [InlineData("one short of full", "sales", 9, true, "Queue sales", "")]
    [InlineData("full: the second level", "sales", 10, true, "Queue second", "sales Full")]
    [InlineData("nobody is logged in: the box", "sales", 0, false, "Voicemail box", "sales Nobody")]
    [InlineData("closed comes before nobody and full", "night", 10, false, "Queue sales", "night Closed", 0)]
    [InlineData("closed, and the next is full", "night", 10, true, "Queue second", "night Closed, sales Full")]
    [InlineData("where nothing is said of nobody they wait", "second", 0, false, "Queue second", "")]
    [InlineData("what is no queue is the end of the way", "unknown", 0, true, "Queue unknown", "")]
    public void Each_door_that_is_shut_names_the_next(string why, string queue, int waiting, bool loggedIn, string end, string steps, int waitingInSales = -1)
    {
        var doors = new Doors
        {
            ["sales"] = (new QueueDoor { MaxWaiting = 10, WhenFull = CallerTarget.Queue("second"), WhenNobody = Voicemail }, waitingInSales < 0 ? waiting : waitingInSales, loggedIn || waitingInSales >= 0),
            ["second"] = (new QueueDoor(), 0, loggedIn),
            ["night"] = (new QueueDoor { Hours = Night, WhenClosed = CallerTarget.Queue("sales"), WhenNobody = Voicemail }, waiting, loggedIn),
        };
        List<WayStep> taken = [];
        var target = CallersWay.Follow(CallerTarget.Queue(queue), doors, Noon, taken);
        Assert.True(end == target.ToString(), $"{why}: {target}");
        Assert.Equal(steps, string.Join(", ", taken.Select(step => $"{step.Queue} {step.Finding}")));
    }

    [Fact]
    public void Doors_that_send_to_each_other_have_an_end_and_are_found_before()
    {
        var a = new QueueDoor { MaxWaiting = 0, WhenFull = CallerTarget.Queue("b") };
        var b = new QueueDoor { MaxWaiting = 0, WhenFull = CallerTarget.Queue("c"), WhenClosed = CallerTarget.Queue("a") };
        var c = new QueueDoor { MaxWaiting = 0, WhenFull = CallerTarget.Queue("b") };
        List<WayStep> taken = [];
        Assert.Equal(CallerTarget.HangUp, CallersWay.Follow(CallerTarget.Queue("a"), new Doors { ["a"] = (a, 0, true), ["b"] = (b, 0, true), ["c"] = (c, 0, true) }, Noon, taken));
        Assert.Equal(CallersWay.MostDoors, taken.Count);
        var doors = new Dictionary<string, QueueDoor> { ["a"] = a, ["b"] = b, ["c"] = c };
        Assert.Equal(["b", "c"], CallersWay.FindCircle(doors, DoorFinding.Full));
        Assert.Null(CallersWay.FindCircle(doors, DoorFinding.Closed));
        Assert.Equal(["self"], CallersWay.FindCircle(new Dictionary<string, QueueDoor> { ["self"] = new QueueDoor { WhenTooLong = CallerTarget.Queue("self") } }, DoorFinding.TooLong));
    }

    private sealed class Doors : Dictionary<string, (QueueDoor Door, int Waiting, bool LoggedIn)>, IQueueDoors
    {
        public bool TryGet(string queue, out QueueDoor door, out int waiting, out bool loggedIn)
        {
            bool known = TryGetValue(queue, out var found);
            (door, waiting, loggedIn) = known ? found : (new QueueDoor(), 0, false);
            return known;
        }
    }
}
