using AccessReview.Core;
using AccessReview.Web.Components.Shared;

namespace AccessReview.Web.Tests.Parts;

/// <summary>What a button sends again is the same command only where the same is asked again after an answer for now.</summary>
public sealed class NextCommandTests
{
    private static readonly Problem Trouble = new(Problem.ForNow + "busy", "Not now.");
    private readonly NextCommand next = new();
    private readonly List<Guid> sent = [];

    [Fact]
    public async Task What_is_asked_again_after_an_answer_for_now_is_the_same_command()
    {
        await SendAsync(Trouble, "Mia", 1);
        await SendAsync(Trouble, "Mia", 1);
        await SendAsync(null, "Mia", 1);
        Assert.Single(sent.Distinct());
    }

    [Fact]
    public async Task What_is_asked_again_after_any_other_answer_is_another_command()
    {
        await SendAsync(null, "Mia", 1);
        await SendAsync(Problem.Conflict("Somebody was faster."), "Mia", 1);
        await SendAsync(null, "Mia", 1);
        Assert.Equal(3, sent.Distinct().Count());
    }

    [Fact]
    public async Task Something_else_that_is_asked_after_an_answer_for_now_is_another_command()
    {
        await SendAsync(Trouble, "Mia", 1);
        await SendAsync(Trouble, "Mia", 2);
        await SendAsync(Trouble, "Mia", 1);
        Assert.Equal(3, sent.Distinct().Count());
    }

    private Task<Outcome<Done>> SendAsync(Problem? answer, string person, int number) => next.SendAsync<Done>(
        id =>
        {
            sent.Add(id);
            return Task.FromResult<Outcome<Done>>(answer is null ? Done.Yes : answer);
        },
        person,
        number);
}
