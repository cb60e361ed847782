using System.Globalization;
using AccessReview.Core;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Layout;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>Questions about the reader's own access, each answered once.</summary>
public sealed partial class QuestionsPage : IDisposable
{
    private readonly Lifetime gone = new();
    private readonly Dictionary<long, string> drafts = [];
    private IReadOnlyList<QuestionToMe>? questions;
    private Actor? actor;
    private Problem? problem;
    private bool busy;
    private ElementReference mine;

    [Inject]
    private MyQuestions Mine { get; set; } = null!;

    [Inject]
    private AnswerQuestion Answer { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private WhatWaits Waits { get; set; } = null!;

    private string? Sentence => questions switch
    {
        null or { Count: 0 } => null,
        _ => questions.Count(q => q.Waits) switch { 0 => "Nothing waits for you.", 1 => "1 question waits for you.", var waiting => $"{waiting} questions wait for you." },
    };

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        actor = await Current.GetAsync();
        questions = await Mine.RunAsync(actor, gone.Token);
    }

    private static string What(QuestionToMe question) => question.Group is { } group
        ? $"Your place in {group}, {question.Application}"
        : $"Your account in {question.Application}" + (question.Role.Length > 0 ? $", {question.Role}" : "");

    private static string At(DateTime at) => at.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture) + " UTC";

    private string Draft(long id) => drafts.GetValueOrDefault(id, "");

    private async Task AnswerAsync(QuestionToMe question)
    {
        busy = true;
        try
        {
            problem = (await Answer.RunAsync(Guid.NewGuid(), actor!, question.Id, Draft(question.Id), CancellationToken.None)).Problem;
            questions = await Mine.RunAsync(actor!, gone.Token);
            Waits.Answered();

            // The button that had the focus goes with the answer; the next Tab leads to the next question.
            await mine.FocusAsync(preventScroll: true);
        }
        finally
        {
            busy = false;
        }
    }
}
